--- The key of `vim.g.getcode.cancel_key`, which cancels: mapped in a buffer only while something runs there.
local M = {}

--- What the key did in a buffer before, by buffer; false where it did nothing of the buffer's own.
---@type table<integer, table<string, table|false>>
local before = {}
local MODES = { 'n', 'i', 'x' }

--- Map the key in a buffer, unless it is mapped already or none is wanted.
---@param bufnr integer
function M.set(bufnr)
  local key = require('getcode.options').get().cancel_key
  if type(key) ~= 'string' or before[bufnr] or not vim.api.nvim_buf_is_loaded(bufnr) then
    return
  end
  before[bufnr] = {}
  vim.api.nvim_buf_call(bufnr, function()
    for _, mode in ipairs(MODES) do
      local found = vim.fn.maparg(key, mode, false, true)
      before[bufnr][mode] = found.buffer == 1 and found or false
    end
  end)
  vim.keymap.set(MODES, key, function()
    require('getcode').cancel({ bufnr = bufnr })
  end, { buffer = bufnr, desc = 'Cancel what GetCode is doing here' })
end

--- Give the key back what it did before.
---@param bufnr integer
function M.remove(bufnr)
  local key = require('getcode.options').get().cancel_key
  local saved = before[bufnr]
  before[bufnr] = nil
  if not saved or type(key) ~= 'string' or not vim.api.nvim_buf_is_loaded(bufnr) then
    return
  end
  vim.api.nvim_buf_call(bufnr, function()
    for mode, found in pairs(saved) do
      pcall(vim.keymap.del, mode, key, { buffer = bufnr })
      if found then
        vim.fn.mapset(mode, false, found)
      end
    end
  end)
end

return M
