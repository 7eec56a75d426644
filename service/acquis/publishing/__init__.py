"""A build in a server of its own: sent, compared with what arrived, and recorded there."""

from acquis.publishing.access import Access, access
from acquis.publishing.sending import Published, publish
from acquis.publishing.store import GraphStore

__all__ = ["Access", "GraphStore", "Published", "access", "publish"]
