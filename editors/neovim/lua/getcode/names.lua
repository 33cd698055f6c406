--- Buffers by the names under which the server knows them.
---
--- Neovim calls every buffer without a name `file://`, and tells a server of a new name only when the buffer is
--- written. Only one buffer without a name is attached, for the server could not tell two of them apart; and a new
--- name is told at once, as LSP wants it: the document is closed, and another one opened.
local api = vim.api

local M = {}

--- The buffer without a name that is being attached.
---@type integer?
local attaching

---@param bufnr integer
---@return boolean
local function is_nameless(bufnr)
  return api.nvim_buf_is_loaded(bufnr) and api.nvim_buf_get_name(bufnr) == ''
end

--- Whether a buffer would have the name of another one for the server.
---@param bufnr integer
---@return boolean
function M.is_ambiguous(bufnr)
  if not is_nameless(bufnr) then
    return false
  elseif attaching and attaching ~= bufnr and is_nameless(attaching) then
    return true
  end
  for _, client in ipairs(vim.lsp.get_clients({ name = 'getcode', _uninitialized = true })) do
    for other in pairs(client.attached_buffers) do
      if other ~= bufnr and is_nameless(other) then
        return true
      end
    end
  end
  return false
end

--- Hand on the root of a buffer's workspace, unless the buffer can't be attached.
---@param bufnr integer
---@param on_dir fun(root?: string)
function M.root_dir(bufnr, on_dir)
  if M.is_ambiguous(bufnr) then
    return
  end
  attaching = bufnr
  on_dir(vim.fs.root(bufnr, vim.lsp.config.getcode.root_markers or {}))
  vim.schedule(function() -- the client is started by the one scheduled before
    attaching = nil
  end)
end

local group = api.nvim_create_augroup('getcode.names', {})

---@param bufnr integer
---@param client_ids integer[]
local function attach(bufnr, client_ids)
  for _, id in ipairs(client_ids) do
    if api.nvim_buf_is_loaded(bufnr) and vim.lsp.get_client_by_id(id) then
      vim.lsp.buf_attach_client(bufnr, id)
    end
  end
end

api.nvim_create_autocmd('BufFilePre', {
  group = group,
  callback = function(event)
    local ids = {} ---@type integer[]
    for _, client in ipairs(vim.lsp.get_clients({ bufnr = event.buf, name = 'getcode' })) do
      vim.lsp.buf_detach_client(event.buf, client.id)
      table.insert(ids, client.id)
    end
    if #ids > 0 then
      api.nvim_create_autocmd('BufFilePost', {
        group = group,
        buffer = event.buf,
        once = true,
        callback = function()
          attach(event.buf, ids)
        end,
      })
      -- A name that is taken is refused in between.
      vim.schedule(function()
        attach(event.buf, ids)
      end)
    end
  end,
})

return M
