"""What only the desk knows: words that have not left yet. No timeline tells of it."""

from stayline.desk.models.writing import Draft, PendingSend, SavedReply, WritingKind

__all__ = ["Draft", "PendingSend", "SavedReply", "WritingKind"]
