"""The asyncio engine: the studio, and what drives generations."""
