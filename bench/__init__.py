"""How fast Stayline is on this machine, beside the least that the same work can cost here.

Times by the clock depend on what else the machine does; processor times ("by processor",
"processor") hardly do, so that runs can be compared that were made on different days.
"""
