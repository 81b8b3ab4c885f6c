from app.db.base import Base
from app.models.post import Post, post_tags
from app.models.tag import Tag
from app.models.user import User

__all__ = ["Base", "Post", "Tag", "User", "post_tags"]
