--- Shows what is under way: a spinner at the end of the line that the text goes in behind, as virtual text.
---
--- It takes no focus, moves nothing and writes nothing into the buffer. Other displays get the same progress from
--- `LspProgress`.
local api = vim.api

local M = {}

local FRAMES = { '⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏' }
local FRAME_MS = 100

local namespace = api.nvim_create_namespace('getcode.progress')
api.nvim_set_hl(0, 'GetCodeProgress', { link = 'LspInlayHint', default = true })

--- One generation, improvement or other work under way.
---@class getcode.Progress
---@field title string
---@field message string
---@field bufnr? integer nil until it is known where its text goes
---@field mark? integer

--- By client, then by progress token.
---@type table<integer, table<lsp.ProgressToken, getcode.Progress>>
local running = {}
--- Where work was asked for whose progress has not begun.
---@class getcode.Place
---@field bufnr integer
---@field mark integer
---@field answered? integer when the server answered, in milliseconds; work that was refused then has no progress

--- By client, the oldest first.
---@type table<integer, getcode.Place[]>
local expected = {}
local BEGINS_MS = 2000 -- after the answer
---@type uv.uv_timer_t?
local timer
local frame = 1

---@param bufnr integer
---@param row integer zero-based
---@param mark? integer
---@return integer
local function place(bufnr, row, mark)
  row = math.min(row, api.nvim_buf_line_count(bufnr) - 1)
  return api.nvim_buf_set_extmark(bufnr, namespace, row, 0, { id = mark })
end

---@param work getcode.Progress|getcode.Place
local function erase(work)
  if work.bufnr and api.nvim_buf_is_loaded(work.bufnr) then
    api.nvim_buf_del_extmark(work.bufnr, namespace, work.mark)
  end
end

--- Every piece of work, in no order.
---@return fun(): getcode.Progress?
local function all()
  return coroutine.wrap(function()
    for _, works in pairs(running) do
      for _, work in pairs(works) do
        coroutine.yield(work)
      end
    end
  end)
end

---@param work getcode.Progress
---@return string
local function words(work)
  local title = work.title:gsub('^GetCode: ', '')
  return work.message == '' and title or ('%s: %s'):format(title, work.message)
end

---@param work getcode.Progress
local function draw(work)
  if not work.bufnr or not api.nvim_buf_is_loaded(work.bufnr) then
    return
  end
  local at = api.nvim_buf_get_extmark_by_id(work.bufnr, namespace, work.mark, {})
  if #at == 0 then
    return
  end
  api.nvim_buf_set_extmark(work.bufnr, namespace, at[1], at[2], {
    id = work.mark,
    virt_text = { { (' %s %s'):format(FRAMES[frame], words(work)), 'GetCodeProgress' } },
    virt_text_pos = 'eol',
    hl_mode = 'combine',
  })
end

local function tick()
  frame = frame % #FRAMES + 1
  for work in all() do
    draw(work)
  end
end

local function start_timer()
  if not timer and require('getcode.options').get().progress then
    timer = assert(vim.uv.new_timer())
    timer:start(0, FRAME_MS, vim.schedule_wrap(tick))
  end
end

local function stop_timer()
  if timer and all()() == nil then
    timer:stop()
    timer:close()
    timer = nil
  end
end

--- The places whose progress can still begin.
---@param client_id integer
---@return getcode.Place[]
local function awaited(client_id)
  expected[client_id] = vim.tbl_filter(function(at)
    local fresh = not at.answered or vim.uv.now() - at.answered < BEGINS_MS
    if not fresh then
      erase(at)
    end
    return fresh
  end, expected[client_id] or {})
  return expected[client_id]
end

--- Work is being asked for at a row of a buffer: its progress, which names no place, will begin soon.
---@param client vim.lsp.Client
---@param bufnr integer
---@param row integer zero-based
---@return getcode.Place
function M.expect(client, bufnr, row)
  local at = { bufnr = bufnr, mark = place(bufnr, row) }
  table.insert(awaited(client.id), at)
  return at
end

--- The server has answered: the progress begins now, or not at all.
---@param at getcode.Place
function M.answered(at)
  at.answered = vim.uv.now()
end

--- An edit of the server's went in: the spinner of the work that it belongs to moves to its end.
---@param client_id integer
---@param bufnr integer
---@param from integer the row where the edit began, zero-based
---@param to integer the row where it ends
function M.moved(client_id, bufnr, from, to)
  local nearest, distance = nil, math.huge ---@type getcode.Progress?, number
  for _, work in pairs(running[client_id] or {}) do
    if not work.bufnr then
      nearest, distance = nearest or work, math.min(distance, 1e9)
    elseif work.bufnr == bufnr then
      local at = api.nvim_buf_get_extmark_by_id(bufnr, namespace, work.mark, {})
      local away = math.abs((at[1] or 0) - from)
      if away < distance then
        nearest, distance = work, away
      end
    end
  end
  if nearest then
    nearest.bufnr = bufnr
    nearest.mark = place(bufnr, to, nearest.mark)
  end
end

---@param client_id integer
---@param token lsp.ProgressToken
---@param value lsp.WorkDoneProgressBegin
local function begin(client_id, token, value)
  local at = table.remove(awaited(client_id), 1) or {}
  running[client_id] = running[client_id] or {}
  running[client_id][token] =
    { title = value.title, message = value.message or '', bufnr = at.bufnr, mark = at.mark }
  start_timer()
  if at.bufnr then
    require('getcode.cancel_key').set(at.bufnr)
  end
end

---@param client_id integer
---@param token lsp.ProgressToken
local function finish(client_id, token)
  local work = running[client_id] and running[client_id][token]
  if not work then
    return
  end
  running[client_id][token] = nil
  erase(work)
  stop_timer()
  if work.bufnr and not M.is_running(work.bufnr) then
    require('getcode.cancel_key').remove(work.bufnr)
  end
end

--- Whether anything is under way in a buffer.
---@param bufnr integer
---@return boolean
function M.is_running(bufnr)
  for work in all() do
    if work.bufnr == bufnr then
      return true
    end
  end
  return false
end

--- What is under way, in one line for a statusline; empty where nothing is.
---@return string
function M.status()
  local found, count = nil, 0
  for work in all() do
    found, count = found or words(work), count + 1
  end
  if not found then
    return ''
  end
  return ('GetCode %s%s'):format(found, count > 1 and (' (+%d)'):format(count - 1) or '')
end

local group = api.nvim_create_augroup('getcode.progress', {})

api.nvim_create_autocmd('LspProgress', {
  group = group,
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if not client or client.name ~= 'getcode' then
      return
    end
    local token, value = event.data.params.token, event.data.params.value
    if value.kind == 'begin' then
      begin(client.id, token, value)
    elseif value.kind == 'report' then
      local work = running[client.id] and running[client.id][token]
      if work then
        work.message = value.message or ''
      end
    elseif value.kind == 'end' then
      finish(client.id, token)
    end
  end,
})

-- A server that ended has nothing under way, whatever it said last.
api.nvim_create_autocmd('LspDetach', {
  group = group,
  callback = function(event)
    local client_id = event.data.client_id
    for token, work in pairs(running[client_id] or {}) do
      if work.bufnr == event.buf then
        finish(client_id, token)
      end
    end
  end,
})

return M
