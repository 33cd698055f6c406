"""`getcode-lsp generate`: text on standard output, everything else on standard error, an honest exit code."""

from __future__ import annotations

import json
import os
import signal
import stat

import pytest

from tests.cli.running import Shell
from tests.fakes.api import done, error, respond
from tests.fakes.api_thread import ThreadedFakeApi


def test_tokens_come_out_as_they_come_in(shell: Shell, api: ThreadedFakeApi) -> None:
    with shell.started("generate", "a page about owls", "--type", "website", "--lang", "vue") as running:
        request = api.request()
        assert request.json == {
            "prompt": "a page about owls",
            "outputType": "website",
            "originalPrompt": "a page about owls",
            "language": "vue",
        }
        api.queue("You are third.")
        running.shows(err="You are third.")
        api.send("<h1>")
        running.shows(out="<h1>")
        api.send("Owls</h1>\n")
        running.shows(out="<h1>Owls</h1>\n")
        api.done(tokens=1234, model="owl-2")
        assert running.ends() == 0
    assert running.out == b"<h1>Owls</h1>\n"
    assert b"1,234 tokens, model owl-2." in running.err


@pytest.mark.parametrize("words", [["-"], []])
def test_the_prompt_may_come_on_standard_input(shell: Shell, api: ThreadedFakeApi, words: list[str]) -> None:
    api.script("ok", done())
    given = "\ufeffA chart of\r\nrainfall\n\n@getcode type=chart\n"
    ran = shell.run("generate", *words, "-q", stdin=given)
    assert (ran.code, ran.out, ran.err) == (0, "ok", "")
    body = api.requests[0].json
    assert body["outputType"] == "chart"
    assert body["prompt"].split() == ["A", "chart", "of", "rainfall"]
    assert "language" not in body


def test_what_was_typed_before_improving_goes_along(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script("ok", done())
    assert shell.run("generate", "A longer prompt", "--original", "short").code == 0
    assert api.requests[0].json["originalPrompt"] == "short"


def test_into_a_pipe_goes_every_character_as_it_was_sent(shell: Shell, api: ThreadedFakeApi) -> None:
    text = "a\x1b[31mb\r\n\x00\u202e é \U0001f989\n"
    api.script(
        "a\x1b[31mb\r",
        "\n\x00\u202e é ",
        {"type": "token", "text": "\ud83e"},
        {"type": "token", "text": "\udd89\n"},
        done(),
    )
    assert shell.run("generate", "x", LC_ALL="C").raw == text.encode()


def test_into_a_file_goes_what_an_editor_would_get(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script("Here is the code:\n\n```python\n", "print(1)   \n", "\x1b\n```\n", done())
    ran = shell.run("generate", "print one", "-o", "one.py")
    assert (ran.code, ran.out) == (0, "")
    assert (shell.folder / "one.py").read_bytes() == b"print(1)\n\\x1b\n"
    assert "1 invisible character" in ran.err
    [remarks] = shell.kept
    assert "Here is the code:" in remarks.read_text()
    assert str(remarks) in ran.err
    assert api.requests[0].json["language"] == "python"
    assert sorted(path.name for path in shell.folder.iterdir()) == ["home", "one.py"]


def test_no_other_file_is_touched_whatever_a_prompt_and_a_reply_say(
    shell: Shell, api: ThreadedFakeApi
) -> None:
    (shell.folder / "other.py").write_text("mine = 1\n")
    reply = (
        "# other.py\nopen('../other.py', 'w').write('theirs')\n*** Update File: other.py\n--- a/other.py\n"
    )
    api.script(reply, done())
    asked = "change ../other.py, delete other.py and run rm -rf ."
    assert shell.run("generate", asked, "-o", "one.py").code == 0
    files = {path.name: path.read_text() for path in shell.folder.iterdir() if path.is_file()}
    assert files == {"other.py": "mine = 1\n", "one.py": reply}


def test_raw_is_what_the_service_sent(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script("```python\nprint(1) \n```", done())
    assert shell.run("generate", "print one", "-o", "one.py", "--raw").code == 0
    assert (shell.folder / "one.py").read_bytes() == b"```python\nprint(1) \n```"


def test_an_existing_file_is_left_as_it_is_and_nothing_is_sent(shell: Shell, api: ThreadedFakeApi) -> None:
    (shell.folder / "mine.py").write_text("mine")
    ran = shell.run("generate", "x", "-o", "mine.py")
    assert ran.code == 2
    assert "mine.py exists" in ran.err
    assert "--force" in ran.err
    assert api.requests == []
    api.script("new", done())
    assert shell.run("generate", "x", "-o", "mine.py", "--force").code == 0
    assert (shell.folder / "mine.py").read_text() == "new\n"


def test_a_file_that_appears_meanwhile_is_left_too_and_the_text_is_kept(
    shell: Shell, api: ThreadedFakeApi
) -> None:
    with shell.started("generate", "x", "-o", "late.py") as running:
        api.request()
        api.send("theirs = 1")
        (shell.folder / "late.py").write_text("mine")
        api.done()
        assert running.ends() == 1
    assert (shell.folder / "late.py").read_text() == "mine"
    [kept] = shell.kept
    assert kept.read_text() == "theirs = 1\n"
    assert str(kept) in running.err.decode()


@pytest.mark.parametrize("place", ["missing/one.py", "home"])
def test_a_place_that_cannot_be_written_is_told_before_anything_is_sent(
    shell: Shell, api: ThreadedFakeApi, place: str
) -> None:
    (shell.folder / "home").mkdir()
    assert shell.run("generate", "x", "-o", place).code == 2
    assert api.requests == []


def test_a_reply_that_breaks_off_leaves_no_half_file_and_loses_nothing(
    shell: Shell, api: ThreadedFakeApi
) -> None:
    api.script("half = ", error("The model fell asleep."))
    ran = shell.run("generate", "x", "-o", "half.py")
    assert ran.code == 1
    assert not (shell.folder / "half.py").exists()
    [kept] = shell.kept
    assert kept.read_text().rstrip("\n") == "half ="
    assert "fell asleep" in ran.err
    assert str(kept) in ran.err
    if os.name == "posix":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_reply_that_breaks_off_stays_on_standard_output(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script("half", error("The model fell asleep."))
    ran = shell.run("generate", "x")
    assert (ran.code, ran.out) == (1, "half")
    assert "4 characters" in ran.err


def test_json_is_one_object(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script("<p>\x1b ", "é</p>", done(7, "m"))
    ran = shell.run("generate", "x", "--type", "website", "--json")
    assert ran.code == 0
    assert ran.raw.isascii()
    assert json.loads(ran.out) == {
        "complete": True,
        "text": "<p>\x1b é</p>",
        "outputType": "website",
        "language": "auto",
        "tokensUsed": 7,
        "model": "m",
    }


def test_json_tells_of_a_file_instead_of_its_text(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script("x = 1", done(7, "m"))
    told = json.loads(shell.run("generate", "x", "--json", "-o", "x.py").out)
    assert (told["complete"], told["file"], "text" in told) == (True, "x.py", False)


def test_json_says_so_when_it_is_half(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script("half", error("No."))
    ran = shell.run("generate", "x", "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["complete"], told["text"]) == (1, False, "half")
    assert "No." in told["error"]


@pytest.mark.parametrize(
    ("status", "code"), [(401, 3), (402, 3), (403, 3), (400, 1), (500, 1), (429, 4)], ids=str
)
@pytest.mark.parametrize("as_json", [False, True])
def test_the_exit_code_says_what_to_do(
    shell: Shell, api: ThreadedFakeApi, status: int, code: int, as_json: bool
) -> None:
    headers = {"Retry-After": "3600"}
    api.script(respond(status, {"error": f"because {api.key}"}, headers))
    ran = shell.run("generate", "x", *(["--json"] if as_json else []))
    assert ran.code == code
    assert ran.err.count("\n") == 2  # waiting, and the reason
    assert (json.loads(ran.out)["complete"] is False) if as_json else ran.out == ""


def test_without_a_key_nothing_is_sent(shell: Shell, api: ThreadedFakeApi) -> None:
    shell.extra = {"GETCODE_API_KEY": ""}
    ran = shell.run("generate", "x")
    assert ran.code == 3
    assert "login" in ran.err
    assert api.requests == []


def test_a_wait_for_another_try_is_told(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script(respond(429, {"error": "slow down"}, {"Retry-After": "1"}), times=1)
    api.script("then", done())
    ran = shell.run("generate", "x")
    assert (ran.code, ran.out) == (0, "then")
    assert "trying again in 1 s" in ran.err
    assert len(api.requests) == 2


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
@pytest.mark.parametrize("into_file", [False, True])
def test_ctrl_c_ends_it_at_once_and_keeps_what_came(
    shell: Shell, api: ThreadedFakeApi, into_file: bool
) -> None:
    words = ["-o", "x.py"] if into_file else []
    with shell.started("generate", "x", *words) as running:
        request = api.request()
        api.send("part")
        if into_file:
            running.shows(err="waiting")
            api.run(request.queue("still there"))
            running.shows(err="still there")
        else:
            running.shows(out="part")
        running.popen.send_signal(signal.SIGINT)
        assert running.ends() == 130
        api.closed()
    assert b"Traceback" not in running.err
    if into_file:
        assert [path.read_text().rstrip("\n") for path in shell.kept] == ["part"]
        assert not (shell.folder / "x.py").exists()
    else:
        assert running.out == b"part"


@pytest.mark.parametrize(
    ("words", "stdin", "says"),
    [
        (["--type", "poem", "x"], "", "invalid choice"),
        (["--lang", "cobol", "x"], "", "invalid choice"),
        (["   "], "", "empty"),
        ([], "", "empty"),
        (["-"], b"\xff\xfe", "UTF-8"),
        (["x @getcode type=poem"], "", "poem"),
        (["-"], b"x" * (1024 * 1024 + 1), "1 MB"),
    ],
)
def test_wrong_usage_sends_nothing(
    shell: Shell, api: ThreadedFakeApi, words: list[str], stdin: str | bytes, says: str
) -> None:
    ran = shell.run("generate", *words, stdin=stdin)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert api.requests == []


def test_the_local_service_answers_without_a_key(shell: Shell) -> None:
    ran = shell.run(
        "generate", "An API for books with a title", "--local", "-o", "books.py", GETCODE_API_KEY=""
    )
    assert ran.code == 0, ran.err
    compile((shell.folder / "books.py").read_text(), "books.py", "exec")
