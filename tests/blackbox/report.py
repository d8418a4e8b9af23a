"""What a section found: figures to print, and findings, of which there must be none."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Section:
    """The outcome of one section."""

    name: str
    figures: dict[str, str] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    def found(self, what: str) -> None:
        """Note a finding."""
        self.findings.append(what)

    def lines(self) -> list[str]:
        """Return the section in words, at most twenty of its findings."""
        said = ", ".join(f"{name} {figure}" for name, figure in self.figures.items())
        head = f"{self.name}: {said}; {len(self.findings)} findings"
        return [head, *(f"    {one}" for one in self.findings[:20])]
