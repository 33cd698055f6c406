--- Shows messages, ours and the server's, so that they take no key of what is being typed.
---
--- A message of more than one line makes Neovim wait for a key, and hold every edit meanwhile: what does not fit is
--- cut on the screen and whole in `:messages`. A question is a menu that takes the keyboard: it waits for Normal mode.
local M = {}

local LEVELS = { vim.log.levels.ERROR, vim.log.levels.WARN, vim.log.levels.INFO, vim.log.levels.INFO }
local REST = '… (:messages)'

--- Whether a message was shown by Neovim itself, not by a plugin that has a place of its own for messages.
---@param message string
---@return boolean
local function is_echoed(message)
  return vim.api.nvim_exec2('1messages', { output = true }).output == message
end

--- Hand a message on to whatever shows messages, and let Neovim's own lines wait for no key.
---@param message string
---@param level integer
local function notify(message, level)
  local before = vim.o.messagesopt
  vim.o.messagesopt = before:gsub('hit%-enter', 'wait:0'):gsub('wait:%d+', 'wait:0')
  local ok, failure = pcall(vim.notify, message, level)
  vim.o.messagesopt = before
  if not ok then
    error(failure, 0)
  end
end

--- As much of a message as fits on the last line of the screen.
---@param message string
---@return string
local function cut(message)
  local room = vim.v.echospace - vim.fn.strdisplaywidth(REST)
  local short = vim.fn.strcharpart(message, 0, math.max(room, 0))
  while vim.fn.strdisplaywidth(short) > math.max(room, 0) do
    short = vim.fn.strcharpart(short, 0, vim.fn.strchars(short) - 1)
  end
  return short .. REST
end

--- Show one message.
---@param message string
---@param level? integer of vim.log.levels, WARN by default
function M.say(message, level)
  message = 'GetCode: ' .. message:gsub('^GetCode: ', ''):gsub('%s+', ' ')
  level = level or vim.log.levels.WARN
  notify(message, level)
  if vim.fn.strdisplaywidth(message) > vim.v.echospace and is_echoed(message) then
    vim.cmd.redraw()
    local error_or_warning = level == vim.log.levels.ERROR and 'ErrorMsg' or 'WarningMsg'
    local highlight = level >= vim.log.levels.WARN and error_or_warning or nil
    vim.api.nvim_echo({ { cut(message), highlight } }, false, {})
  end
end

--- The handler of `window/showMessage`.
---@param _ lsp.ResponseError?
---@param params lsp.ShowMessageParams
function M.on_message(_, params)
  M.say(params.message, LEVELS[params.type] or vim.log.levels.DEBUG)
end

--- The handler of `window/showMessageRequest`; Neovim runs it in a coroutine.
---@param err lsp.ResponseError?
---@param params lsp.ShowMessageRequestParams
---@param context lsp.HandlerContext
---@return lsp.MessageActionItem|vim.NIL
function M.on_request(err, params, context)
  require('getcode.waiting').while_(function()
    return vim.fn.mode(1) ~= 'n'
  end)
  return vim.lsp.handlers['window/showMessageRequest'](err, params, context)
end

return M
