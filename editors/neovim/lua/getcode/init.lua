--- The commands of the GetCode client: each finds the client of the buffer and asks the server.
local api = vim.api

local M = {}

local GENERATE = 'refactor.rewrite.getcode.generate'
local IMPROVE = 'refactor.rewrite.getcode.improve'
local REGENERATE = 'refactor.rewrite.getcode.regenerate'
local DISCARD = 'refactor.rewrite.getcode.discard'
local DESCRIBE = 'refactor.rewrite.getcode.describe'

---@param message string
---@param level? integer
local function say(message, level)
  require('getcode.messages').say(message, level)
end

--- Why no client is attached to a buffer, and what to do about it.
---@param bufnr integer
---@return string
local function why_detached(bufnr)
  local config = vim.lsp.config.getcode or {}
  local program, name = require('getcode.program').find()
  local filetype = vim.bo[bufnr].filetype
  if not program and type(config.cmd) == 'table' then
    return name .. ' is not found; see :help getcode-install.'
  elseif not vim.lsp.is_enabled('getcode') then
    return "add vim.lsp.enable('getcode') to your configuration."
  elseif not vim.list_contains(config.filetypes or { filetype }, filetype) then
    return ("filetype '%s' is not set up; see :help getcode-filetypes."):format(filetype)
  elseif require('getcode.names').is_ambiguous(bufnr) then
    return 'another buffer without a name is open: save this one to a file (:write NAME), then :edit.'
  end
  return 'the server is not running here; see :checkhealth vim.lsp.'
end

---@param bufnr integer
---@return vim.lsp.Client?
local function client_of(bufnr)
  local client = vim.lsp.get_clients({ bufnr = bufnr, name = 'getcode' })[1]
  if not client then
    say(why_detached(bufnr))
  end
  return client
end

--- The first action of exactly this kind.
---@param actions (lsp.Command|lsp.CodeAction)[]?
---@param kind string
---@return lsp.CodeAction?
local function pick(actions, kind)
  for _, action in ipairs(actions or {}) do
    if action.kind == kind and not action.disabled then
      return action
    end
  end
end

--- What a user command passes on.
---@class getcode.RunOpts
---@field range? integer how many line numbers it was given
---@field line1? integer
---@field line2? integer
---@field bang? boolean
---@field fargs? string[] as in { 'type=chart' }

--- Run a command of the server's, and show where its text will go in.
---@param client vim.lsp.Client
---@param bufnr integer
---@param command lsp.Command
---@param row? integer the row that the work begins at, zero-based; nil where it shows no progress
local function execute(client, bufnr, command, row)
  local progress = require('getcode.progress')
  local place = row and progress.expect(client, bufnr, row)
  client:exec_cmd(command, { bufnr = bufnr }, function(err)
    if err then
      say(err.message, vim.log.levels.ERROR)
    end
    if place then
      progress.answered(place)
    end
  end)
end

--- The one argument of the server's commands; the server carries the range to where it is when the command comes.
---@class getcode.Argument
---@field uri string
---@field version integer
---@field range lsp.Range
---@field prompt? string
---@field outputType? string
---@field language? string
---@field into? string
---@field file? string

--- For a range of the text as it is now.
---@param bufnr integer
---@param range lsp.Range
---@return getcode.Argument
local function argument(bufnr, range)
  return { uri = vim.uri_from_bufnr(bufnr), version = vim.lsp.util.buf_versions[bufnr], range = range }
end

--- Call back as soon as a buffer's client is ready: now, or when it has started.
---@param bufnr integer
---@param ready fun()
---@param put_off boolean whether Neovim may only now be about to start it
local function when_attached(bufnr, ready, put_off)
  local filter = { bufnr = bufnr, name = 'getcode' }
  local starting = vim.lsp.get_clients(vim.tbl_extend('error', filter, { _uninitialized = true }))[1]
  if #vim.lsp.get_clients(filter) > 0 then
    return ready()
  elseif not starting and put_off then
    -- The start is scheduled when a buffer gets its file type, and keys and commands may come before it.
    return vim.schedule(function()
      if api.nvim_buf_is_loaded(bufnr) then
        when_attached(bufnr, ready, false)
      end
    end)
  elseif not starting then
    return ready()
  end
  say('the server is starting…', vim.log.levels.INFO)
  api.nvim_create_autocmd('LspAttach', {
    buffer = bufnr,
    callback = function(event)
      if event.data.client_id == starting.id then
        vim.schedule(function()
          api.nvim_echo({ { '' } }, false, {})
          ready()
        end)
        return true
      end
    end,
  })
end

--- Hand on the client of the current buffer and the argument for the cursor or the lines of a command, as soon as the
--- server runs; where nothing can be written, say why.
---@param opts getcode.RunOpts?
---@param continue fun(client: vim.lsp.Client, bufnr: integer, asked: getcode.Argument)
local function when_ready(opts, continue)
  local bufnr = api.nvim_get_current_buf()
  local refusal = require('getcode.apply').refusal(bufnr)
  if refusal then
    return say(refusal)
  end
  local span = require('getcode.place').mark(bufnr, opts)
  when_attached(bufnr, function()
    local client = client_of(bufnr)
    if client then
      continue(client, bufnr, argument(bufnr, require('getcode.place').take(span, client.offset_encoding)))
    end
  end, true)
end

--- Ask for the code action of one kind and hand it on; `none` is called where there is no such action.
---@param kind string
---@param opts getcode.RunOpts?
---@param found fun(client: vim.lsp.Client, bufnr: integer, command: lsp.Command, asked: getcode.Argument)
---@param none fun(client: vim.lsp.Client, bufnr: integer, asked: getcode.Argument)
local function with_action(kind, opts, found, none)
  when_ready(opts, function(client, bufnr, asked)
    local context = { only = { kind }, diagnostics = {}, triggerKind = 1 }
    local params = { textDocument = { uri = asked.uri }, range = asked.range, context = context }
    client:request('textDocument/codeAction', params, function(err, actions)
      local action = pick(actions, kind)
      if err then
        say(err.message, vim.log.levels.ERROR)
      elseif action then
        found(client, bufnr, action.command, asked)
      else
        none(client, bufnr, asked)
      end
    end, bufnr)
  end)
end

--- Run the code action of one kind without a menu.
---@param kind string
---@param opts? getcode.RunOpts
---@param missing string what to say where there is no such action
local function run(kind, opts, missing)
  with_action(kind, opts, function(client, bufnr, command, asked)
    execute(client, bufnr, command, asked.range['end'].line)
  end, function()
    say(missing)
  end)
end

--- Generate code from the comment at the cursor or in a range; where there is none, from a prompt asked for.
---@param opts? getcode.RunOpts
function M.generate(opts)
  local members, problem = require('getcode.arguments').parse(opts and opts.fargs or {})
  if not members then
    return say(problem or '')
  end
  if opts and opts.bang then
    members.into = 'new'
  end
  with_action(GENERATE, opts, function(client, bufnr, command, asked)
    command.arguments[1] = vim.tbl_extend('force', command.arguments[1], members)
    execute(client, bufnr, command, asked.range['end'].line)
  end, function(client, bufnr, asked)
    vim.ui.input({ prompt = 'Generate: ' }, function(prompt)
      if prompt and vim.trim(prompt) ~= '' then
        members.prompt = prompt
        local arguments = { vim.tbl_extend('force', asked, members) }
        local command = { title = 'Generate', command = 'getcode.generate', arguments = arguments }
        execute(client, bufnr, command, asked.range['end'].line)
      end
    end)
  end)
end

--- Let the service put the comment at the cursor or in a range into better words.
---@param opts? getcode.RunOpts
function M.improve(opts)
  run(IMPROVE, opts, 'there is no comment here to improve.')
end

--- A file as the server takes it: from the folder of the buffer's file, for outside the workspace it reads nothing.
---@param client vim.lsp.Client
---@param bufnr integer
---@param file string from the current directory, or from the buffer's file as a comment would name it
---@return string
local function from_document(client, bufnr, file)
  local name = api.nvim_buf_get_name(bufnr)
  local path = vim.fs.normalize(vim.fn.fnamemodify(file, ':p'))
  if name == '' or not vim.uv.fs_stat(path) then
    return file
  end
  local folder = vim.fs.dirname(vim.fs.normalize(name))
  local root = client.root_dir and vim.fs.relpath(client.root_dir, folder) and client.root_dir or folder
  local inside = vim.fs.relpath(root, path)
  if not inside then
    return file
  end
  local above = vim.fs.relpath(root, folder)
  return (above == '.' and '' or above:gsub('[^/]+', '..') .. '/') .. inside
end

--- Put what is in a PDF or an image, as a prompt, in the place of the comment at the cursor or in a range.
---@param opts? getcode.RunOpts its one argument is the file; without it the first one that the comment names
function M.describe(opts)
  local file = opts and opts.fargs and opts.fargs[1]
  if not file then
    return run(
      DESCRIBE,
      opts,
      'the comment here names no PDF or image; give one, as in :GetCodeDescribe menu.png.'
    )
  end
  when_ready(opts, function(client, bufnr, asked)
    asked.file = from_document(client, bufnr, file)
    local command = { title = 'Describe', command = 'getcode.describe', arguments = { asked } }
    execute(client, bufnr, command, asked.range['end'].line)
  end)
end

--- Generate again what was generated at the cursor.
---@param opts? getcode.RunOpts
function M.regenerate(opts)
  run(REGENERATE, opts, 'nothing was generated here.')
end

--- Take away what was generated at the cursor; what was written into it since stays.
---@param opts? getcode.RunOpts
function M.discard(opts)
  with_action(DISCARD, opts, function(client, bufnr, command)
    execute(client, bufnr, command)
  end, function()
    say('nothing was generated here.')
  end)
end

--- Show a text that came and could not be written into its buffer.
function M.recover()
  require('getcode.recover').recover()
end

--- Keep a key for the service.
function M.login()
  require('getcode.login').login()
end

--- What is under way, in one line for a statusline; empty where nothing is.
---@return string
function M.status()
  return require('getcode.progress').status()
end

--- Stop what runs in this buffer, in another one, or in all.
---@param opts? {all?: boolean, bufnr?: integer}
function M.cancel(opts)
  local bufnr = opts and opts.bufnr or api.nvim_get_current_buf()
  local all = opts and opts.all
  local client = all and vim.lsp.get_clients({ name = 'getcode' })[1] or client_of(bufnr)
  if client then
    local arguments = not all and { { uri = vim.uri_from_bufnr(bufnr) } } or nil
    execute(client, bufnr, { title = 'Cancel', command = 'getcode.cancel', arguments = arguments })
  end
end

return M
