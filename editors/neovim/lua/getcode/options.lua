--- What a user may set in `vim.g.getcode`; nothing has to be set.
local M = {}

---@class getcode.Options
---@field progress? boolean show a spinner where the text goes in (default true)
---@field cancel_key? string a key, as in '<C-c>', that cancels while a generation runs in the buffer (default none)

---@type getcode.Options
local defaults = { progress = true }

--- The options in force.
---@return getcode.Options
function M.get()
  local given = vim.g.getcode
  return vim.tbl_extend('force', defaults, type(given) == 'table' and given or {})
end

--- What is wrong with the user's options, one sentence each.
---@return string[]
function M.problems()
  local given = vim.g.getcode
  if given == nil then
    return {}
  elseif type(given) ~= 'table' then
    return { 'vim.g.getcode must be a table.' }
  end
  local kinds = { progress = 'boolean', cancel_key = 'string' }
  local problems = {}
  for name, value in vim.spairs(given) do
    if not kinds[name] then
      table.insert(problems, ('vim.g.getcode.%s is not an option; see :help getcode-options.'):format(name))
    elseif type(value) ~= kinds[name] then
      table.insert(problems, ('vim.g.getcode.%s must be a %s.'):format(name, kinds[name]))
    end
  end
  return problems
end

return M
