"""One example for each language id and form of comment: ids, a text with the cursor at `$0`, what it says.

The ids are those of VS Code and of Neovim. Every text has code above and below the comment.
"""

from __future__ import annotations

from typing import NamedTuple


class Example(NamedTuple):
    """A file in a language, `$0` where the cursor is, and the prompt that is found there."""

    language_id: str
    text: str
    found: str


_C_LIKE = (
    "c cpp cuda objective-c objc objective-cpp objcpp csharp cs java kotlin swift scala sbt dart groovy gradle d odin "
    "vala haxe solidity glsl hlsl wgsl verilog systemverilog go golang rust javascript javascriptreact jsx typescript "
    "typescriptreact tsx proto prisma cypher jsonc json json5 bicep jsonnet thrift terraform hcl typst php_code"
)
_SLASHES = f"{_C_LIKE} zig less scss stylus fsharp pascal objectpascal asm dot"
_HASHES = (
    "python ruby perl elixir crystal nim gdscript julia r yaml dockercompose toml terraform hcl jsonnet thrift makefile "
    "make cmake meson graphql gnuplot coffeescript puppet awk nix starlark"
)
_HASHES_BEHIND_BLANKS = (
    f"{_HASHES} shellscript sh bash zsh fish nushell nu just powershell ps1 dotenv ini dosini nginx robot sparql dockerfile "
    "csv gherkin cucumber ignore gitignore properties tcl restclient http m4 octave vim unheard-of"
)
_DASHES = "sql plsql mysql haskell purescript elm lean lua vhdl ada applescript unheard-of"
_PAGES = (
    "html htmldjango vue svelte astro handlebars mustache jinja twig liquid blade erb ejs jsp heex razor smarty gotmpl "
    "freemarker velocity mako"
)

_ROWS: tuple[tuple[str, str, str], ...] = (
    (_SLASHES, "a\n  // make$0 it\n  // now\nb\n", "make it\nnow"),
    (_C_LIKE, "a /* make$0 it */ b\n", "make it"),
    (f"{_C_LIKE} css postcss scss less stylus sql mysql vhdl nix prolog", "a\n/*\n * make it\n *   now$0\n */\nb\n", "make it\n  now"),
    (_C_LIKE, "a\n\t/** Make it.\n\t * Now.$0 */\nb\n", "Make it.\nNow."),
    ("rust swift kotlin scala dart odin typst", "a\n/* make /* x */ it$0 */\nb\n", "make /* x */ it"),
    ("rust csharp dart swift fsharp zig cpp", "a\n/// make$0 it\n/// now\nb\n", "make it\nnow"),
    ("rust cpp", "a\n//! make$0 it\nb\n", "make it"),
    ("d", "a\n/+ make /+ x +/ it$0 +/\nb\n", "make /+ x +/ it"),
    (_HASHES_BEHIND_BLANKS, "a\n# make$0 it\n# now\nb\n", "make it\nnow"),
    (_HASHES, "a # make$0 it\nb\n", "make it"),
    ("r", "a\n#' make$0 it\n#' now\nb\n", "make it\nnow"),
    (_DASHES, "a\n-- make$0 it\n-- now\nb\n", "make it\nnow"),
    (_DASHES, "a -- make$0 it\nb\n", "make it"),
    ("haskell purescript", "a\n-- | Make$0 it\n-- now\nb\n", "Make it\nnow"),
    ("lua luau", "a\n--- make$0 it\n--- now\nb\n", "make it\nnow"),
    ("lua luau", "a\n--[[ make\n now$0 ]]\nb\n", "make\nnow"),
    ("lua", "a\n--[===[ make ]] it$0 ]===]\nb\n", "make ]] it"),
    ("cmake", "a\n#[==[ make ]] it$0 ]==]\nb\n", "make ]] it"),
    ("haskell elm purescript", "a\n{- make {- x -} it$0 -}\nb\n", "make {- x -} it"),
    ("lean", "a\n/- make /- x -/ it$0 -/\nb\n", "make /- x -/ it"),
    ("ocaml fsharp applescript mathematica coq sml", "a\n(* make (* x *) it$0 *)\nb\n", "make (* x *) it"),
    ("pascal delphi", "a\n{ make\n  it$0 }\nb\n", "make\nit"),
    ("pascal", "a\n(* make$0 it *)\nb\n", "make it"),
    ("julia", "a\n#= make #= x =# it$0 =#\nb\n", "make #= x =# it"),
    ("nim", "a\n#[ make #[ x ]# it$0 ]#\nb\n", "make #[ x ]# it"),
    ("powershell ps1", "a\n<#\n  make$0 it\n#>\nb\n", "make it"),
    ("coffeescript coffee", "a\n###\nmake$0 it\n###\nb\n", "make it"),
    ("clojure lisp commonlisp scheme racket elisp emacs-lisp fennel wat", "a\n;; make$0 it\n;; now\nb\n", "make it\nnow"),
    ("clojure lisp scheme racket elisp asm nasm ini dosini editorconfig", "a ; make$0 it\nb\n", "make it"),
    ("lisp commonlisp scheme racket", "a\n#| make #| x |# it$0 |#\nb\n", "make #| x |# it"),
    ("wat", "a\n(; make (; x ;) it$0 ;)\nb\n", "make (; x ;) it"),
    ("latex tex plaintex bibtex bib erlang prolog matlab octave unheard-of", "a\n% make$0 it\n% now\nb\n", "make it\nnow"),
    ("matlab octave", "a\n%{\nmake$0 it\n%}\nb\n", "make it"),
    ("latex", "a\n\\begin{comment}\nmake$0 it\n\\end{comment}\nb\n", "make it"),
    ("mermaid", "a\n%% make$0 it\nb\n", "make it"),
    ("erlang", "a\n%%% make$0 it\n%%% now\nb\n", "make it\nnow"),
    ("vim viml unheard-of", 'a\n" make$0 it\n" now\nb\n', "make it\nnow"),
    ("vim", "let a = \"b\" \" make$0 it\nb\n", "make it"),
    ("vb vba vbscript plantuml unheard-of", "a\n' make$0 it\n' now\nb\n", "make it\nnow"),
    ("vb", "a = \"it's\" ' make$0 it\nb\n", "make it"),
    ("vb freebasic bat dosbatch unheard-of", "a\nREM make$0 it\nREM now\nb\n", "make it\nnow"),
    ("bat dosbatch", "a\n:: make$0 it\n:: now\nb\n", "make it\nnow"),
    ("bat", "a\n@rem make$0 it\nb\n", "make it"),
    ("plantuml", "a\n/' make$0 it '/\nb\n", "make it"),
    ("fortran fortran-modern fortran_fixed-form", "a\n! make$0 it\n! now\nb\n", "make it\nnow"),
    ("fortran", "a\n!> make$0 it\nb\n", "make it"),
    ("fortran_fixed-form", "      a\nC make$0 it\nC now\n      b\n", "make it\nnow"),
    ("fortran_fixed-form", "      a\n* make$0 it\n      b\n", "make it"),
    ("cobol", "a\n      * make$0 it\n      * now\nb\n", "make it\nnow"),
    ("cobol", "a\n  *> make$0 it\nb\n", "make it"),
    ("abap", "a\n* make$0 it\n* now\nb\n", "make it\nnow"),
    ("abap", "a\n  \" make$0 it\nb\n", "make it"),
    ("properties jproperties", "a\n! make$0 it\nb\n", "make it"),
    ("m4 config", "a\ndnl make$0 it\ndnl now\nb\n", "make it\nnow"),
    ("ruby", "a\n=begin\nmake$0 it\n=end\nb\n", "make it"),
    ("perl", "a\n\n=pod\n\nmake$0 it\n\n=cut\n\nb\n", "make it"),
    ("webvtt", "a\n\nNOTE make$0 it\n\nb\n", "make it"),
    # Pages and templates.
    (
        f"{_PAGES} php xml xsl svg mjml markdown mdx quarto slides unheard-of",
        "<p>\n<!--\n  make it\n  now$0\n-->\n</p>\n",
        "make it\nnow",
    ),
    (
        f"{_PAGES} php",
        "<p>\n<script>\n  // make$0 it\n  let a;\n</script>\n</p>\n",
        "make it",
    ),
    (
        "html vue svelte astro handlebars jinja twig php",
        "<p>\n<style>\n/* make$0 it */\na {}\n</style>\n</p>\n",
        "make it",
    ),
    ("vue", '<style\n  lang="scss">\na {}\n// make$0 it\n</style>\n', "make it"),
    ("vue", '<template lang="pug">\ndiv\n  //- make$0 it\n</template>\n', "make it"),
    ("php", "<p>\n<?php\n// make$0 it\necho 1;\n?>\n</p>\n", "make it"),
    ("php", "<?php\n# make$0 it\n# now\necho 1;\n", "make it\nnow"),
    ("php", "<?php\n/**\n * Make$0 it.\n */\nfunction a() {}\n", "Make it."),
    ("blade", "<p>\n@php\n// make$0 it\n@endphp\n</p>\n", "make it"),
    ("javascriptreact jsx typescriptreact tsx", "<p>\n  {/* make$0 it */}\n</p>\n", "make it"),
    ("astro svelte mdx", "<p>\n  {/* make$0 it */}\n</p>\n", "make it"),
    ("astro", "---\n// make$0 it\nlet a\n---\n<p/>\n", "make it"),
    ("handlebars html.handlebars", "<p>\n{{!-- make }} it$0 --}}\n</p>\n", "make }} it"),
    ("handlebars mustache", "<p>\n{{! make$0 it }}\n</p>\n", "make it"),
    ("jinja jinja-html htmldjango twig nunjucks", "<p>\n{# make\n   it$0 #}\n</p>\n", "make\nit"),
    ("htmldjango liquid", "<p>\n{% comment %}\nmake$0 it\n{% endcomment %}\n</p>\n", "make it"),
    ("liquid", "<p>\n{% # make$0 it %}\n</p>\n", "make it"),
    ("blade", "<p>\n{{-- make$0 it --}}\n</p>\n", "make it"),
    ("erb eruby ejs heex", "<p>\n<%# make$0 it %>\n</p>\n", "make it"),
    ("erb", "<p>\n<%\n  # make$0 it\n  a\n%>\n</p>\n", "make it"),
    ("jsp", "<p>\n<%-- make$0 it --%>\n</p>\n", "make it"),
    ("heex", "<p>\n<%!-- make$0 it --%>\n</p>\n", "make it"),
    ("razor cshtml", "<p>\n@* make$0 it *@\n</p>\n", "make it"),
    ("smarty", "<p>\n{* make$0 it *}\n</p>\n", "make it"),
    ("gotmpl", "<p>\n{{- /* make$0 it */ -}}\n</p>\n", "make it"),
    ("freemarker", "<p>\n<#-- make$0 it -->\n</p>\n", "make it"),
    ("velocity mako", "<p>\n## make$0 it\n## now\n</p>\n", "make it\nnow"),
    ("velocity", "<p>\n#* make$0 it *#\n</p>\n", "make it"),
    ("mako", "<p>\n<%doc>\nmake$0 it\n</%doc>\n</p>\n", "make it"),
    ("pug jade", "div\n  //- make$0 it\n  //- now\n  p a\n", "make it\nnow"),
    ("pug jade", "div\n  //-\n    make it\n      now$0\n  p a\n", "make it\n  now"),
    ("haml", "%p\n  -# make$0 it\n    now\n  %b\n", "make it\nnow"),
    ("slim", "p\n  / make$0 it\n    now\n  b\n", "make it\nnow"),
    ("sass", "a\n  // make it\n     now$0\n  b: c\n", "make it\nnow"),
    ("restructuredtext rst", "a\n\n.. make$0 it\n   now\n\nb\n", "make it\nnow"),
    ("restructuredtext rst", "a\n\n..\n   make it\n\n   now$0\n\nb\n", "make it\n\nnow"),
    ("asciidoc", "a\n\n// make$0 it\n// now\n\nb\n", "make it\nnow"),
    ("asciidoc", "a\n\n////\nmake$0 it\n////\n\nb\n", "make it"),
    ("org", "a\n\n# make$0 it\n# now\n\nb\n", "make it\nnow"),
    ("org", "a\n\n#+BEGIN_COMMENT\nmake$0 it\n#+END_COMMENT\n\nb\n", "make it"),
    ("org", "a\n\n#+begin_src python\nx = 1  # make$0 it\n#+end_src\n\nb\n", "make it"),
    ("markdown mdx quarto", "# a\n\n```python\n# make$0 it\nx = 1\n```\n\nb\n", "make it"),
    ("markdown", "# a\n\n~~~ {.js}\n/* make$0 it */\n~~~\n\nb\n", "make it"),
    # Docstrings and plain text.
    ("python", 'def a():\n    """Make$0 it."""\n    x = 1\n', "Make it."),
    ("python", "class A(\n    B,\n):\n    r'''\n    Make$0 it.\n\n      Now.\n    '''\n\n    x = 1\n", "Make it.\n\n  Now."),
    ("python", '#!/usr/bin/env python\n"""Make it.\n\nNow$0."""\nx = 1\n', "Make it.\n\nNow."),
    ("python", "async def a() -> int:\n    'Make$0 it.'\n    x = 1\n", "Make it."),
    ("elixir", 'a do\n  @doc """\n  Make$0 it.\n  """\n  def b\nend\n', "Make it."),
    ("graphql julia", 'a\n"""\nMake$0 it.\n"""\ntype B\n', "Make it."),
    ("plaintext text mail", "Dear all,\n\nmake it\nnow$0\n\nBest\n", "make it\nnow"),
    ("plaintext", "a\n\n// make$0 it\n// now\n\nb\n", "make it\nnow"),
)  # fmt: skip

EXAMPLES = tuple(
    Example("php", f"<?php\n{text}", found) if name == "php_code" else Example(name, text, found)
    for names, text, found in _ROWS
    for name in names.split()
)
