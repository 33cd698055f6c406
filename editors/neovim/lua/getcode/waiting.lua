--- Pauses a handler until the user is not in the middle of something; Neovim runs handlers in coroutines.
local M = {}

--- Pause the running coroutine while a condition holds; it is looked at again at each change of mode.
---@param condition fun(): boolean
function M.while_(condition)
  local paused = coroutine.running()
  while condition() do
    vim.api.nvim_create_autocmd('ModeChanged', {
      once = true,
      callback = vim.schedule_wrap(function()
        coroutine.resume(paused)
      end),
    })
    coroutine.yield()
  end
end

--- Whether Neovim holds line numbers of a buffer that no change of the text moves along: those of an operator that
--- waits for its motion, and of a block whose lines get what is typed when it is complete.
---@param bufnr integer
---@return boolean
function M.holds_lines(bufnr)
  if vim.api.nvim_get_current_buf() ~= bufnr or vim.fn.state('o') == '' then
    return false
  end
  return vim.fn.mode(1):find('^no') ~= nil or vim.fn.visualmode() == '\22'
end

return M
