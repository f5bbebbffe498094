"""Every example in the README and the guides is followed from an empty folder, as a reader would."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from documents import Block, Reader, blocks_of

ROOT = Path(__file__).parents[2]
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))


@pytest.mark.long
@pytest.mark.proof
@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_can_be_followed_from_nothing(guide: Path, tmp_path: Path) -> None:
    follow(guide, tmp_path / "reader")


@pytest.mark.long
def test_the_readme_can_be_followed_beside_the_examples_media(made_clips: Path, tmp_path: Path) -> None:
    """It is no guide: its storyboard names media of the example, and its clips are the reader's own."""
    folder = tmp_path / "reader"
    for name in ("music", "footage"):
        shutil.copytree(ROOT / "examples" / "aurora" / name, folder / name)
    for name in ("a.mp4", "b.mp4", "c.mp4"):
        shutil.copy(made_clips / "plain.mp4", folder / name)
    shutil.copy(folder / "music" / "morning.ogg", folder / "bed.mp3")
    follow(ROOT / "README.md", folder)


def follow(document: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    reader = Reader(folder)
    for block in blocks_of(document):
        reader.follow(block)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_target_that_a_document_names_is_in_the_makefile(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = re.findall(r"(?:^|`)make ([a-z]+)\b", (ROOT / document).read_text("utf-8"), re.MULTILINE)
    assert set(named) <= targets
    assert "test" in named


def linked(document: Path) -> list[str]:
    return re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", document.read_text("utf-8"))


DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md")] + GUIDES


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    assert [link for link in linked(document) if not (document.parent / link).exists()] == []


def test_there_are_guides() -> None:
    assert [guide.stem for guide in GUIDES] == [
        "add-a-model",
        "assemble-clips",
        "bring-your-own",
        "captions",
        "connect-a-provider",
        "deliver",
        "direct",
        "drafts-and-approvals",
        "edit-and-rebuild",
        "embed-in-python",
        "keys-and-accounts",
        "ladder-and-encryption",
        "music",
        "run-without-keys",
        "voices",
        "watch-while-it-is-made",
        "what-happens-when-it-crashes",
        "write-a-storyboard",
    ]


def test_what_a_document_shows_is_compared_with_what_is_printed(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.follow(Block("console", "$ printf 'one 12\\ntwo\\nthree\\n'\none …\n…\nthree\n", "here"))
    with pytest.raises(AssertionError, match="printed:\none 12"):
        reader.follow(Block("console", "$ echo one 12\none 13\n", "here"))


def test_a_command_that_fails_unannounced_fails_the_document(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.follow(Block("console", "$ exit 3\n$ echo $?\n3\n", "here"))
    with pytest.raises(AssertionError, match=r"failed \(3\)"):
        reader.follow(Block("console", "$ exit 3\n$ echo done\n", "here"))
