"""The pages for everybody in the company."""
