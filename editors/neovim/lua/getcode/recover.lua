--- `:GetCodeRecover`: texts that came and could not be written into their buffers, shown again.
local M = {}

--- One of them, as `getcode-lsp recover --json` lists it.
---@class getcode.Kept
---@field path string
---@field from string the file that it was for
---@field seconds integer how long ago
---@field bytes integer
---@field firstLine string

---@param message string
---@param level? integer
local function say(message, level)
  require('getcode.messages').say(message, level)
end

---@param seconds integer
---@return string
local function age(seconds)
  for _, unit in ipairs({ { 86400, 'd' }, { 3600, 'h' }, { 60, 'min' } }) do
    if seconds >= unit[1] then
      return ('%d %s'):format(seconds / unit[1], unit[2])
    end
  end
  return seconds .. ' s'
end

---@param kept getcode.Kept
---@return string
local function line(kept)
  return ('%s, %s ago, %d bytes: %s'):format(kept.from, age(kept.seconds), kept.bytes, kept.firstLine)
end

--- Show one in a window of its own, to be read and yanked from; the file stays as it is.
---@param kept getcode.Kept
local function show(kept)
  vim.cmd.sview({ kept.path, magic = { file = false } })
end

--- The list out of what the program said; nil where it is none.
---@param result vim.SystemCompleted
---@return getcode.Kept[]?
local function list(result)
  local ok, entries = pcall(vim.json.decode, result.stdout or '')
  return result.code == 0 and ok and type(entries) == 'table' and entries or nil
end

--- Let the user choose, and show what was chosen.
function M.recover()
  local program = require('getcode.program')
  local started = program.run({ 'recover', '--json' }, nil, function(result)
    local entries = list(result)
    if not entries then
      say('the kept texts could not be listed: ' .. program.words(result), vim.log.levels.ERROR)
    elseif #entries == 0 then
      say('nothing is kept: all that came is in its file.', vim.log.levels.INFO)
    else
      vim.ui.select(entries, { prompt = 'Kept texts, the newest first:', format_item = line }, function(kept)
        if kept then
          show(kept)
        end
      end)
    end
  end)
  if not started then
    say('the server is not found; see :help getcode-install.', vim.log.levels.ERROR)
  end
end

return M
