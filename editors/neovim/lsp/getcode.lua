---@brief
---
--- GetCode: a comment becomes code, streamed into the buffer.
---
--- ```lua
--- vim.lsp.enable('getcode')
--- ```
---
--- The server is the Python package `getcode-lsp`. Where its program is not on `$PATH` and `uvx` is, that fetches
--- and runs it. Settings go under `settings.getcode`:
---
--- ```lua
--- vim.lsp.config('getcode', { settings = { getcode = { service = 'local' } } })
--- ```

---@return string[]
local function command()
  if vim.fn.executable('getcode-lsp') == 0 and vim.fn.executable('uvx') == 1 then
    return { 'uvx', '--from', 'getcode-lsp[serve]', 'getcode-lsp' }
  end
  return { 'getcode-lsp' }
end

---@type vim.lsp.Config
return {
  cmd = command(),
  -- stylua: ignore
  filetypes = {
    -- Pages.
    'html', 'xhtml', 'htmldjango', 'vue', 'javascriptreact', 'typescriptreact', 'svelte', 'astro', 'css', 'scss',
    'less', 'sass', 'stylus', 'handlebars', 'mustache', 'pug', 'haml', 'jinja', 'twig', 'liquid', 'blade', 'eruby',
    'jsp', 'heex', 'eelixir', 'smarty',
    -- Code.
    'python', 'typescript', 'javascript', 'php', 'go', 'rust', 'c', 'cpp', 'objc', 'cs', 'java', 'kotlin', 'swift',
    'scala', 'dart', 'groovy', 'zig', 'ruby', 'perl', 'elixir', 'crystal', 'nim', 'gdscript', 'sh', 'bash', 'zsh',
    'fish', 'ps1', 'lua', 'sql', 'mysql', 'plsql', 'haskell', 'elm', 'ocaml', 'fsharp', 'clojure', 'lisp', 'scheme',
    'racket', 'erlang', 'yaml', 'toml', 'dockerfile', 'make', 'terraform', 'hcl', 'jsonc', 'json', 'json5',
    'graphql', 'proto', 'xml', 'starlark', 'bzl', 'cuda', 'arduino', 'objcpp', 'vb', 'basic', 'freebasic', 'sbt',
    'd', 'odin', 'vala', 'solidity', 'glsl', 'wgsl', 'verilog', 'systemverilog', 'vhdl', 'raku', 'csh', 'tcsh',
    'nu', 'dosbatch', 'awk', 'tcl', 'vim', 'purescript', 'idris2', 'lean', 'sml', 'fennel', 'janet', 'prolog',
    'fortran', 'cobol', 'pascal', 'ada', 'abap', 'applescript', 'asm', 'nasm', 'masm', 'wat', 'dosini', 'cfg',
    'conf', 'editorconfig', 'gitconfig', 'systemd', 'jproperties', 'gitignore', 'just', 'cmake', 'meson', 'bicep',
    'nix', 'nginx', 'apache', 'cucumber', 'robot', 'jsonnet', 'cue', 'thrift', 'prisma', 'cypher', 'sparql', 'http',
    'xslt', 'xsd', 'm4',
    -- Figures.
    'r', 'julia', 'matlab', 'octave', 'gnuplot', 'dot', 'mermaid', 'mma',
    -- Papers.
    'csv', 'tsv', 'svg', 'tex', 'plaintex', 'context', 'bib', 'typst', 'markdown', 'quarto', 'rmd', 'rst',
    'asciidoc', 'org', 'mail', 'text',
  },
  root_dir = function(...)
    require('getcode.names').root_dir(...)
  end,
  root_markers = { '.git' },
  capabilities = {
    -- Neovim 0.11 carries out versioned edits without saying so.
    workspace = { workspaceEdit = { documentChanges = true } },
  },
  init_options = {
    client = { name = 'getcode.nvim', version = '0.1.0', honestRefusals = true, undoJoin = true },
  },
  before_init = function(params, config)
    params.initializationOptions.settings = vim.tbl_get(config, 'settings', 'getcode')
  end,
  on_init = function()
    require('getcode.progress') -- they listen from now on
    require('getcode.names')
  end,
  handlers = {
    ['workspace/applyEdit'] = function(...)
      return require('getcode.apply').on_apply_edit(...)
    end,
    ['window/showMessage'] = function(...)
      return require('getcode.messages').on_message(...)
    end,
    ['window/showMessageRequest'] = function(...)
      return require('getcode.messages').on_request(...)
    end,
  },
}
