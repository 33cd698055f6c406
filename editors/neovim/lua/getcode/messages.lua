--- Carries out `window/showMessageRequest`, which Neovim shows as a menu that takes the keyboard.
---
--- While somebody types, the menu would take the keys that were meant for the text: it waits for Normal mode.
local M = {}

--- Pause the running coroutine until nothing is being typed or selected.
local function wait_for_normal_mode()
  local paused = coroutine.running()
  if vim.fn.mode(1) == 'n' then
    return
  end
  vim.api.nvim_create_autocmd('ModeChanged', {
    pattern = '*:n',
    once = true,
    callback = vim.schedule_wrap(function()
      coroutine.resume(paused)
    end),
  })
  coroutine.yield()
  return wait_for_normal_mode()
end

--- The handler of `window/showMessageRequest`; Neovim runs it in a coroutine.
---@param err lsp.ResponseError?
---@param params lsp.ShowMessageRequestParams
---@param context lsp.HandlerContext
---@return lsp.MessageActionItem|vim.NIL
function M.on_request(err, params, context)
  wait_for_normal_mode()
  return vim.lsp.handlers['window/showMessageRequest'](err, params, context)
end

return M
