"""Which files are a spec, which are refused, and what the digest of the inputs sees."""

import os
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from msc.emit import formatting, templates
from msc.pipeline.inputs import MAX_FILES, digest_of, find_spec, read_inputs


def lay(root: Path, *paths: str) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"{path}: 1\n", "utf-8")
    return root


def names(path: Path) -> list[str]:
    inputs = read_inputs(path).value
    assert inputs is not None
    return [name for name, _ in inputs.documents]


def refusal(path: Path) -> tuple[str, str]:
    outcome = read_inputs(path)
    assert outcome.value is None
    return outcome.diagnostics[0].code.name, outcome.diagnostics[0].span.file


def test_folder_is_read_in_order_without_outputs_and_hidden_files(tmp_path: Path) -> None:
    lay(tmp_path, "spec.yaml", "b/x.yml", "a/y.yaml", "notes.txt", ".hidden.yaml")
    lay(tmp_path, ".git/z.yaml", "build/z.yaml", "out/z.yaml", "out/.msc/manifest.json")
    assert names(tmp_path) == ["a/y.yaml", "b/x.yml", "spec.yaml"]


def test_answers_are_kept_apart(tmp_path: Path) -> None:
    lay(tmp_path, "spec.yaml", "answers.yaml")
    for path in (tmp_path, tmp_path / "spec.yaml"):
        inputs = read_inputs(path).value
        assert inputs is not None
        assert [name for name, _ in inputs.documents] == ["spec.yaml"]
        assert inputs.answers is not None


def test_folder_without_a_spec_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path)[0] == "no-spec"


@pytest.mark.parametrize("linked", ["file.yaml", "folder"])
def test_link_out_of_the_folder_is_refused(tmp_path: Path, linked: str) -> None:
    outside = lay(tmp_path / "outside", "file.yaml", "folder/x.yaml")
    root = lay(tmp_path / "spec", "spec.yaml")
    (root / linked).symlink_to(outside / linked)
    assert refusal(root) == ("not-readable", linked)


def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    lay(tmp_path, "spec.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert refusal(tmp_path) == ("not-readable", "pipe.yaml")


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    lay(tmp_path, *(f"{number}.yaml" for number in range(MAX_FILES + 1)))
    assert refusal(tmp_path)[0] == "too-large"


def test_spec_is_found_upwards(tmp_path: Path) -> None:
    lay(tmp_path, "spec.yaml", "deep/er/x.txt")
    assert find_spec(tmp_path / "deep" / "er") == tmp_path


def test_digest_sees_texts_paths_and_answers_only(tmp_path: Path) -> None:
    one = lay(tmp_path / "one", "spec.yaml", "a.yaml")
    other = lay(tmp_path / "other", "spec.yaml", "a.yaml")
    assert digest(one) == digest(other)
    seen = {digest(one)}
    (other / "a.yaml").write_text("b: 1\n")
    seen.add(digest(other))
    (other / "a.yaml").rename(other / "c.yaml")
    seen.add(digest(other))
    lay(other, "answers.yaml")
    seen.add(digest(other))
    assert len(seen) == 4


def digest(path: Path) -> str:
    inputs = read_inputs(path).value
    assert inputs is not None
    return digest_of(inputs)


def test_folder_that_cannot_be_listed_is_refused_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir
    closed = lay(tmp_path, "spec.yaml", "closed/more.yaml") / "closed"

    def scandir(path: str | Path) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert refusal(tmp_path) == ("not-readable", "closed")


def test_file_that_cannot_be_looked_at_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    lay(tmp_path, "spec.yaml")
    monkeypatch.setattr(Path, "is_file", refuse)
    assert refusal(tmp_path) == ("not-readable", "spec.yaml")


@pytest.mark.parametrize("tool", [formatting, templates])
def test_tools_that_make_the_bytes_are_pinned_where_the_digest_sees_it(tool: ModuleType) -> None:
    root = Path(__file__).parents[3]
    name = {"formatting": "ruff", "templates": "jinja2"}[tool.__name__.rpartition(".")[2]]
    pinned = f"{name}=={tool.VERSION}"
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert pinned in project["dependencies"]
    assert f"\n{pinned} \\\n" in (root / "requirements.txt").read_text("utf-8")


def test_formatter_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    other = tuple(setting.replace(formatting.VERSION, "0.0.1") for setting in formatting.SETTINGS)
    monkeypatch.setattr(formatting, "SETTINGS", other)
    with pytest.raises(RuntimeError, match=r"0\.0\.1"):
        formatting.format_python({"a.py": "a = 1\n"})


def test_template_engine_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "VERSION", "0.0.1")
    with pytest.raises(RuntimeError, match=r"0\.0\.1"):
        templates.Templates()
