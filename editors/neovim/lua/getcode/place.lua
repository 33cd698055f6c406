--- Where a command was given: the cursor or lines, followed through what changes until the server is there.
local api = vim.api

local M = {}

local namespace = api.nvim_create_namespace('getcode.place')

---@class getcode.Span
---@field bufnr integer
---@field first integer a mark
---@field last integer

--- Mark the lines that a command was given, or the cursor.
---@param bufnr integer the current buffer
---@param opts? getcode.RunOpts
---@return getcode.Span
function M.mark(bufnr, opts)
  local cursor = api.nvim_win_get_cursor(0)
  local first, last = { cursor[1] - 1, cursor[2] }, { cursor[1] - 1, cursor[2] }
  if opts and (opts.range or 0) > 0 then
    first, last = { opts.line1 - 1, 0 }, { opts.line2 - 1, #vim.fn.getline(opts.line2) }
  end
  local function mark(at)
    return api.nvim_buf_set_extmark(bufnr, namespace, at[1], at[2], { strict = false })
  end
  return { bufnr = bufnr, first = mark(first), last = mark(last) }
end

--- Where the marks are now, as LSP counts; they are removed.
---@param span getcode.Span
---@param encoding 'utf-8'|'utf-16'|'utf-32'
---@return lsp.Range
function M.take(span, encoding)
  local function position(mark)
    local row, column = unpack(api.nvim_buf_get_extmark_by_id(span.bufnr, namespace, mark, {}))
    api.nvim_buf_del_extmark(span.bufnr, namespace, mark)
    local line = api.nvim_buf_get_lines(span.bufnr, row, row + 1, true)[1]
    return { line = row, character = vim.str_utfindex(line, encoding, column, false) }
  end
  return { start = position(span.first), ['end'] = position(span.last) }
end

return M
