"""Who acts: a user with the posts they hold today. Services take an `Actor`, never the request."""

from __future__ import annotations

from dataclasses import dataclass

from core.access.grants import GRANTS
from core.access.permissions import Permission, Role


@dataclass(frozen=True)
class HeldPost:
    """A role held today in the unit with this path (`/1/4/`), which reaches down to all units
    below it; by a stand-in in place of the user `stands_in_for_id`.
    """

    role: Role
    unit_id: int
    unit_path: str
    stands_in_for_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """A signed-in user, or the system itself.

    `subordinate_ids` are the users whose line of command leads to this one: what names them is
    hidden from this actor too. `owes` is the endpoint of what has to be done before anything else
    (a password of one's own instead of a one-time password): the gate opens nothing else.
    """

    id: int | None
    name: str
    unit_id: int | None = None
    posts: tuple[HeldPost, ...] = ()
    subordinate_ids: tuple[int, ...] = ()
    is_system: bool = False
    unit_name: str = ""
    owes: str | None = None

    @classmethod
    def system(cls) -> Actor:
        """Return the actor of what the application does by itself."""
        return cls(id=None, name="系统", is_system=True)

    @property
    def permissions(self) -> frozenset[Permission]:
        """All that any post grants, wherever."""
        return frozenset().union(*(GRANTS[post.role] for post in self.posts))

    @property
    def unit_ids(self) -> tuple[int, ...]:
        """The units in which this actor holds a post."""
        return tuple(sorted({post.unit_id for post in self.posts}))

    def has(self, permission: Permission) -> bool:
        """Tell whether some post grants `permission` in some unit."""
        return self.is_system or permission in self.permissions

    def may(self, permission: Permission, unit_path: str) -> bool:
        """Tell whether a post grants `permission` for the unit with `unit_path`."""
        return self.is_system or any(
            unit_path.startswith(post.unit_path)
            for post in self.posts
            if permission in GRANTS[post.role]
        )

    def stands_in_for(self, permission: Permission, unit_path: str) -> int | None:
        """Return the user in whose place this actor may do `permission`; None where a post of their
        own allows it.
        """
        granting = [
            post.stands_in_for_id
            for post in self.posts
            if permission in GRANTS[post.role] and unit_path.startswith(post.unit_path)
        ]
        return granting[0] if granting and None not in granting else None

    def scope(self, permission: Permission) -> tuple[str, ...]:
        """Return the unit paths under which `permission` is granted, none inside another."""
        paths = sorted({post.unit_path for post in self.posts if permission in GRANTS[post.role]})
        return tuple(p for p in paths if not any(p != q and p.startswith(q) for q in paths))
