"""What holds the mark of a comment and is none, and what comes behind it. `¦` is the cursor."""

from __future__ import annotations

import pytest

from tests.unit.test_comments import prompt

NO_PROMPT = [
    ("yaml", "run: |\n  # no¦\n"),
    ("yaml", "a:\n  - b: >-\n      # no¦\n    c: d\n"),
    ("shellscript", "cat <<'EOF'\n# no¦\nEOF\n"),
    ("shellscript", "cat <<-EOF | sed 's/#/x/'\n\t# no¦\n\tEOF\n"),
    ("shellscript", 'x="a\n# no¦\n"\n'),
    ("shellscript", "awk '\n# no¦\n{ print }' f\n"),
    ("dockerfile", "RUN <<EOF\n# no¦\nEOF\n"),
    ("dockerfile", "RUN a # no¦\n"),
    ("ruby", "x = <<~SQL\n  # no¦\nSQL\n"),
    ("ruby", "a(<<A, <<B)\nA\n# no¦\nB\n"),
    ("ruby", "x = %q(\n# no¦\n)\n"),
    ("perl", 'print <<"EOT";\n# no¦\nEOT\n'),
    ("perl", "$x = q{\n# no¦\n};\n"),
    ("php", "<?php\n$a = <<<'EOT'\n// no¦\nEOT;\n"),
    ("php", '<?php\n$a = "\n// no¦\n";\n'),
    ("javascript", "a = `x ${ b ? `c` : '' } // no¦`\n"),
    ("javascript", "a = /\\/* no¦ *\\//;\n"),
    ("rust", 'let a = r##"\n// no¦ "# \n"##;\n'),
    ("rust", 'let a = "\n// no¦\n";\n'),
    ("cpp", 'a = R"x(\n// no¦ )"\n)x";\n'),
    ("csharp", 'a = @"\n// no¦ ""\n";\n'),
    ("csharp", 'a = $"""\n// no¦\n""";\n'),
    ("swift", 'a = #"// no¦"#\n'),
    ("swift", 'a = #"""\n// no¦ """\n"""#\n'),
    ("kotlin", 'a = """\n// no¦ \\"""\n'),
    ("groovy", "a = '''\n// no¦\n'''\n"),
    ("dart", "a = r'''\n// no¦\n'''\n"),
    ("zig", "a =\n    \\\\ // no¦\n;\n"),
    ("python", 'a = f"# no¦"\n'),
    ("python", 'a = r"\\"  # no¦"\n'),
    ("python", 'def f():\n    x = 1\n    """no¦"""\n'),
    ("python", 'if x:\n    """no¦"""\n'),
    ("python", 'call(\n    """no¦"""\n)\n'),
    ("python", 'def f():\n    return """no¦"""\n'),
    ("elixir", 'x = """\n# no¦\n"""\n'),
    ("nix", "a = ''\n# no¦\n'';\n"),
    ("terraform", "a = <<EOT\n# no¦\nEOT\n"),
    ("powershell", '$a = @"\n# no¦\n"@\n'),
    ("sql", "select 'a\n-- no¦\n'\n"),
    ("lua", "a = [==[\n-- no¦\n]==]\n"),
    ("ocaml", "let a = {|\n(* no¦ *)\n|}\n"),
    ("clojure", '(def a "\n; no¦\n")\n'),
    ("elisp", "(a ?\\; no¦)\n"),
    ("vb", 'x = "\'no¦"\n'),
    ("vim", 'echo "no¦"\n'),
    ("fortran", "print *, '! no¦'\n"),
    ("matlab", "x = '% no¦';\n"),
    ("latex", "\\begin{verbatim}\n% no¦\n\\end{verbatim}\n"),
    ("haskell", "a --> b¦\n"),
    ("fsharp", "let a = (*) no¦ (*) b\n"),
    ("html", "<a href='//x¦'>\n"),
    ("html", "<script>\nlet a = '<!-- no¦ -->'\n</script>\n"),
    ("xml", "<a><![CDATA[\n<!-- no¦ -->\n]]></a>\n"),
    ("markdown", "```\n<!-- no¦ -->\n```\n"),
    ("markdown", "```text\n# no¦\n```\n"),
    ("rst", ".. note:: no¦\n"),
    ("rst", ".. _a: no¦\n"),
    ("rst", ".. |a| image:: no¦\n"),
    ("plaintext", "a\n\n----¦\n\nb\n"),
]

BEHIND = [
    ("yaml", "a:\n  - b: |\n      # no\n    # yes¦\n"),
    ("shellscript", "cat <<EOF\n# no it's\nEOF\n# yes¦\n"),
    ("shellscript", 'echo "$(echo "it\'s")" # yes¦\n'),
    ("shellscript", "x=$((1<<y)); z=${a#b} # yes¦\n"),
    ("shellscript", "cat <<< 'x' # yes¦\n"),
    ("ruby", "x = <<~SQL\n  # it's no\nSQL\n# yes¦\n"),
    ("perl", "s/#/x/; # yes¦\n"),
    ("perl", "$#a # yes¦\n"),
    ("php", "<?php\n$a = '?>'; // yes¦\n"),
    ("php", "<?php a(); ?>\n<?= $b /* yes¦ */ ?>\n"),
    ("javascript", "a = `x ${ /* yes¦ */ b } y`\n"),
    ("javascript", "x = a.replace(/\\/\\*/g, '') // yes¦\n"),
    ("toml", "a = 'x\\' # yes¦\n"),
    ("typescriptreact", "<p>don't</p>\n{/* yes¦ */}\n"),
    ("rust", "let a = 'x'; let b: &'a str = c; // yes¦\n"),
    ("cpp", "int a = 1'000'000; // yes¦\n"),
    ("matlab", "a = b'; % yes¦\n"),
    ("kotlin", 'a = """\\"""\n// yes¦\n'),
    ("markdown", "```\nit's <!-- \n```\n<!-- yes¦ -->\n"),
    ("markdown", "````md\n```\n````\n<!-- yes¦ -->\n"),
    ("unheard-of", "#!/usr/bin/env python3\nx = '''\n# no\n'''\n# yes¦\n"),
    ("unheard-of", "#!/bin/sh\nx='\n# no\n'\n# yes¦\n"),
    ("unheard-of", "<?php\n# yes¦\n"),
]


@pytest.mark.parametrize(("language_id", "text"), NO_PROMPT)
def test_a_mark_in_a_string_begins_no_comment(language_id: str, text: str) -> None:
    assert prompt(language_id, text) is None


@pytest.mark.parametrize(("language_id", "text"), BEHIND)
def test_behind_a_string_there_are_comments_again(language_id: str, text: str) -> None:
    assert prompt(language_id, text) == "yes"


LICENCES = [
    ("c", "/* Copyright (c) 2020 Foo. All rights reserved. */\n"),
    ("python", "#!/usr/bin/env python\n# Copyright 2020 Foo\n# Licensed under the MIT License.\n"),
    ("javascript", "/*!\n * @license MIT\n */\n"),
    ("html", "<!doctype html>\n<!-- This file is part of Foo. -->\n"),
    ("rust", "// This program is free software: you can redistribute it.\n"),
]


@pytest.mark.parametrize(("language_id", "text"), LICENCES)
def test_a_licence_header_is_a_prompt_only_when_it_is_selected(language_id: str, text: str) -> None:
    first = text.index("\n") + 1 if text.startswith(("#!", "<!doctype")) else 0
    assert prompt(language_id, f"{text[:first]}¦{text[first:]}\nx = 1\n") is None
    assert prompt(language_id, f"{text[:first]}¦{text[first:]}¦\nx = 1\n") is not None
    assert prompt(language_id, f"x = 1\n\n{text[first:-1]}¦\n") is not None


@pytest.mark.parametrize(
    "text", ["a page about copyright law", "make a licence plate reader", "show the rights"]
)
def test_words_of_the_law_alone_are_no_licence(text: str) -> None:
    assert prompt("python", f"# {text}¦\n") == text
