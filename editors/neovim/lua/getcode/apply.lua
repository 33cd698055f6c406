--- Carries out the `workspace/applyEdit` requests of the GetCode server.
---
--- The handler that comes with Neovim 0.11 answers `applied = true` for an edit that it dropped because it
--- was made for older text, tells the server of a change only after 150 ms, makes every edit an undo step of
--- its own, and reopens a file that was closed. This one says what happened, and says it at once; and one `u`
--- takes back a whole generation.
local api = vim.api

local M = {}

--- Where our last insertion into a buffer left off.
---@class getcode.Step
---@field version integer the version of the text that it made
---@field row integer its end, zero-based
---@field column integer in bytes

--- By client, then by buffer.
---@type table<integer, table<integer, getcode.Step>>
local steps = {}

local anchors = api.nvim_create_namespace('getcode.anchor')

-- The server begins a progress before a generation and ends it afterwards. Once all have ended, the next edit
-- belongs to another generation, which is to be taken back by itself.
api.nvim_create_autocmd('LspProgress', {
  group = api.nvim_create_augroup('getcode.apply', {}),
  pattern = 'end',
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if not client or not next(client.progress.pending) then
      steps[event.data.client_id] = nil
    end
  end,
})

--- The buffer of a document that the client has open, never a new one; a client has only loaded buffers.
---@param client vim.lsp.Client
---@param uri string
---@return integer?
local function buffer_of(client, uri)
  for bufnr in pairs(client.attached_buffers) do
    if vim.uri_from_bufnr(bufnr) == uri then
      return bufnr
    end
  end
end

--- Why a buffer takes no text, as a sentence, or nil where it does.
---@param bufnr integer
---@return string?
function M.refusal(bufnr)
  if not vim.bo[bufnr].modifiable then
    return 'The buffer is not modifiable (:set modifiable to change that).'
  elseif vim.bo[bufnr].readonly then
    return 'The buffer is read-only (:set noreadonly to change that).'
  end
end

--- Send the changes that wait for the end of Neovim's delay.
---
--- Any notification sends them ahead of itself, and this one changes nothing.
---@param client vim.lsp.Client
local function flush(client)
  client:notify('$/setTrace', { value = client.config.trace or 'off' })
end

--- End the undo step under way, the user's or ours; outside insert mode every key does.
---@param bufnr integer
local function end_undo_step(bufnr)
  api.nvim_buf_call(bufnr, function()
    -- Setting the very same value does it (:help undo-break).
    vim.cmd('noautocmd let &l:undolevels = &l:undolevels')
  end)
end

--- A text edit in the buffer's terms: rows from zero, columns in bytes.
---@class getcode.Edit
---@field row integer
---@field column integer
---@field end_row integer
---@field end_column integer
---@field lines string[]

---@param edit getcode.Edit
---@return boolean
local function is_insertion(edit)
  return edit.row == edit.end_row and edit.column == edit.end_column
end

--- Whether an edit goes on where our last insertion ended, with nothing changed since.
---@param step getcode.Step?
---@param version integer
---@param edit getcode.Edit
---@return boolean
local function goes_on(step, version, edit)
  return step ~= nil
    and step.version == version
    and step.row == edit.row
    and step.column == edit.column
    and is_insertion(edit)
end

---@param bufnr integer
---@param position lsp.Position
---@param encoding 'utf-8'|'utf-16'|'utf-32'
---@return integer row
---@return integer column
local function locate(bufnr, position, encoding)
  local line = api.nvim_buf_get_lines(bufnr, position.line, position.line + 1, true)[1]
  return position.line, vim.str_byteindex(line, encoding, position.character, false)
end

---@param bufnr integer
---@param edit lsp.TextEdit
---@param encoding 'utf-8'|'utf-16'|'utf-32'
---@return getcode.Edit
local function convert(bufnr, edit, encoding)
  local row, column = locate(bufnr, edit.range.start, encoding)
  local end_row, end_column = locate(bufnr, edit.range['end'], encoding)
  local text = edit.newText:gsub('\r\n?', '\n')
  local lines = vim.split(text, '\n', { plain = true })
  return { row = row, column = column, end_row = end_row, end_column = end_column, lines = lines }
end

--- Write an edit and return where its text ends.
---@param bufnr integer
---@param edit getcode.Edit
---@return integer row
---@return integer column
local function write(bufnr, edit)
  local lines = edit.lines
  local line = api.nvim_buf_get_lines(bufnr, edit.row, edit.row + 1, true)[1]
  if is_insertion(edit) and edit.column == #line and #lines > 1 and lines[1] == '' then
    -- Whole lines below this one. Written as such they leave this line, its marks, a cursor at its end and
    -- what is being typed into it out of the change, and so out of the undo step.
    api.nvim_buf_set_lines(bufnr, edit.row + 1, edit.row + 1, true, vim.list_slice(lines, 2))
  else
    api.nvim_buf_set_text(bufnr, edit.row, edit.column, edit.end_row, edit.end_column, lines)
  end
  local column = #lines > 1 and #lines[#lines] or edit.column + #lines[1]
  return edit.row + #lines - 1, column
end

--- Change a buffer under a selection that is being made: Neovim moves its cursor along, but not the other end.
---@param bufnr integer
---@param change fun()
local function keep_selection(bufnr, change)
  local mode = api.nvim_get_mode().mode:sub(1, 1)
  if api.nvim_get_current_buf() ~= bufnr or not mode:find('[vV\22sS\19]') then
    return change()
  end
  local other_end = vim.fn.getpos('v')
  local mark =
    api.nvim_buf_set_extmark(bufnr, anchors, other_end[2] - 1, other_end[3] - 1, { strict = false })
  local ok, failure = pcall(change)
  local row, column = unpack(api.nvim_buf_get_extmark_by_id(bufnr, anchors, mark, {}))
  api.nvim_buf_del_extmark(bufnr, anchors, mark)
  if row + 1 ~= other_end[2] or column + 1 ~= other_end[3] then
    local view = vim.fn.winsaveview()
    -- Only the cursor can be set: change ends (`o`), set it, change back; in Select mode by way of Visual mode.
    local toggle = mode:find('[sS\19]') and '\7' or ''
    vim.cmd('noautocmd normal! ' .. toggle .. 'o')
    api.nvim_win_set_cursor(0, { row + 1, column })
    vim.cmd('noautocmd normal! o' .. toggle)
    vim.fn.winrestview(view)
  end
  if not ok then
    error(failure, 0)
  end
end

--- Apply one edit as part of the undo step that it belongs to.
---@param client vim.lsp.Client
---@param bufnr integer
---@param text_edit lsp.TextEdit
local function apply(client, bufnr, text_edit)
  local edit = convert(bufnr, text_edit, client.offset_encoding)
  local own = steps[client.id] or {}
  steps[client.id] = own
  if goes_on(own[bufnr], vim.lsp.util.buf_versions[bufnr], edit) then
    -- Fails after an undo (E790); then it is a step of its own.
    api.nvim_buf_call(bufnr, function()
      pcall(vim.cmd.undojoin)
    end)
  else
    end_undo_step(bufnr)
  end
  local row, column ---@type integer, integer
  keep_selection(bufnr, function()
    row, column = write(bufnr, edit)
  end)
  end_undo_step(bufnr)
  local step = { version = vim.lsp.util.buf_versions[bufnr], row = row, column = column }
  own[bufnr] = is_insertion(edit) and step or nil
  require('getcode.progress').moved(client.id, bufnr, edit.row, row)
end

---@param reason string
---@return lsp.ApplyWorkspaceEditResult
local function refused(reason)
  return { applied = false, failureReason = reason }
end

--- The text edit that is all there is to a workspace edit, and its document: what the server sends while it
--- streams. Nil for any other.
---@param edit lsp.WorkspaceEdit
---@return lsp.TextEdit?
---@return lsp.OptionalVersionedTextDocumentIdentifier?
local function single(edit)
  local change = edit.documentChanges and edit.documentChanges[1]
  if change and change.edits and #change.edits == 1 and #edit.documentChanges == 1 then
    return change.edits[1], change.textDocument
  end
end

--- The handler of `workspace/applyEdit`.
---@param err lsp.ResponseError?
---@param params lsp.ApplyWorkspaceEditParams
---@param context lsp.HandlerContext
---@return lsp.ApplyWorkspaceEditResult
function M.on_apply_edit(err, params, context)
  local edit, document = single(params.edit)
  if not edit or not document then
    return vim.lsp.handlers['workspace/applyEdit'](err, params, context)
  end
  local client = assert(vim.lsp.get_client_by_id(context.client_id))
  local waiting = require('getcode.waiting')
  waiting.while_(function()
    local asked = buffer_of(client, document.uri)
    return asked ~= nil and waiting.holds_lines(asked)
  end)
  local bufnr = buffer_of(client, document.uri)
  if not bufnr then
    return refused('The file is not open any more.')
  end
  local reason = M.refusal(bufnr)
  if reason then
    return refused(reason)
  end
  if type(document.version) == 'number' and document.version ~= vim.lsp.util.buf_versions[bufnr] then
    flush(client) -- so that the server sees what came in between
    return refused('The text has changed.')
  end
  if edit.range['end'].line >= api.nvim_buf_line_count(bufnr) then
    -- For LSP a text that ends with a line break has one more line, for Neovim it has not: its own code knows.
    return vim.lsp.handlers['workspace/applyEdit'](err, params, context)
  end
  local ok, failure = pcall(apply, client, bufnr, edit)
  flush(client)
  if not ok then
    return refused(tostring(failure))
  end
  return { applied = true }
end

return M
