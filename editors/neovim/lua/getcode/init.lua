--- The commands of the GetCode client: each finds the client of the buffer and asks the server.
local api = vim.api

local M = {}

local GENERATE = 'refactor.rewrite.getcode.generate'
local IMPROVE = 'refactor.rewrite.getcode.improve'

---@param message string
---@param level? integer
local function say(message, level)
  vim.notify('GetCode: ' .. message, level or vim.log.levels.WARN)
end

--- Why no client is attached to a buffer, and what to do about it.
---@param bufnr integer
---@return string
local function why_detached(bufnr)
  local config = vim.lsp.config.getcode
  local program = config and type(config.cmd) == 'table' and config.cmd[1]
  if program and vim.fn.executable(program) == 0 then
    return program .. ' is not found; see :help getcode-install.'
  elseif not vim.lsp.is_enabled('getcode') then
    return "add vim.lsp.enable('getcode') to your configuration."
  elseif config and config.filetypes and not vim.list_contains(config.filetypes, vim.bo[bufnr].filetype) then
    return ("filetype '%s' is not set up; see :help getcode-filetypes."):format(vim.bo[bufnr].filetype)
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

--- The parameters of a code action for the cursor, or for the lines that a command was given.
---@param client vim.lsp.Client
---@param bufnr integer
---@param kind string
---@param opts? getcode.RunOpts
---@return lsp.CodeActionParams
local function action_params(client, bufnr, kind, opts)
  local params ---@type lsp.CodeActionParams
  if opts and (opts.range or 0) > 0 then
    local last = api.nvim_buf_get_lines(bufnr, opts.line2 - 1, opts.line2, true)[1]
    local start, finish = { opts.line1, 0 }, { opts.line2, #last }
    params = vim.lsp.util.make_given_range_params(start, finish, bufnr, client.offset_encoding)
  else
    params = vim.lsp.util.make_range_params(0, client.offset_encoding)
  end
  params.context = { only = { kind }, diagnostics = {}, triggerKind = 1 }
  return params
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

--- Ask for the code action of one kind, and run it without a menu.
---@param kind string
---@param opts? getcode.RunOpts
local function run(kind, opts)
  local bufnr = api.nvim_get_current_buf()
  local client = client_of(bufnr)
  if not client then
    return
  end
  local refusal = require('getcode.apply').refusal(bufnr)
  if refusal then
    return say(refusal)
  end
  local params = action_params(client, bufnr, kind, opts)
  client:request('textDocument/codeAction', params, function(err, actions)
    local action = pick(actions, kind)
    if err then
      say(err.message, vim.log.levels.ERROR)
    elseif not action then
      say('there is no comment here to work from.')
    else
      client:exec_cmd(action.command, { bufnr = bufnr })
    end
  end, bufnr)
end

--- Generate code from the comment at the cursor or in a range.
---@param opts? getcode.RunOpts
function M.generate(opts)
  run(GENERATE, opts)
end

--- Let the service put the comment at the cursor or in a range into better words.
---@param opts? getcode.RunOpts
function M.improve(opts)
  run(IMPROVE, opts)
end

--- Stop what runs in this buffer, or in all.
---@param opts? {all?: boolean}
function M.cancel(opts)
  local bufnr = api.nvim_get_current_buf()
  local all = opts and opts.all
  local client = all and vim.lsp.get_clients({ name = 'getcode' })[1] or client_of(bufnr)
  if client then
    local arguments = not all and { { uri = vim.uri_from_bufnr(bufnr) } } or nil
    client:exec_cmd(
      { title = 'Cancel', command = 'getcode.cancel', arguments = arguments },
      { bufnr = bufnr }
    )
  end
end

return M
