--- `:checkhealth getcode`.
local health = vim.health
local program = require('getcode.program')

local M = {}

---@param arguments string[] of the server's program
---@param seconds number
---@return vim.SystemCompleted?
local function output(arguments, seconds)
  local ok, process = pcall(program.run, arguments, nil, function() end)
  return ok and process and process:wait(seconds * 1000) or nil
end

local function check_neovim()
  health.start('Neovim')
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok('Neovim ' .. tostring(vim.version()))
  else
    health.error(('Neovim %s is too old'):format(vim.version()), 'Install Neovim 0.11 or newer.')
  end
  for _, problem in ipairs(require('getcode.options').problems()) do
    health.warn(problem)
  end
  if vim.lsp.is_enabled('getcode') then
    health.ok('the client is enabled')
  else
    health.warn('the client is not enabled', "Add vim.lsp.enable('getcode') to your configuration.")
  end
end

--- Whether the server's program is there and runs.
---@return boolean
local function check_server()
  health.start('Language server')
  local command, name = program.find()
  if not command then
    local advice = 'Install it: pipx install "getcode-lsp[serve]", or uv; see :help getcode-install.'
    health.error(name .. ' is not found', advice)
    return false
  end
  -- The first time uvx fetches what it runs.
  local result = output({ '--version' }, 120)
  if not result or result.code ~= 0 then
    health.error(('%s does not run'):format(name), result and program.words(result) or nil)
    return false
  end
  health.ok(('%s (%s)'):format(vim.trim(result.stdout), vim.fn.exepath(name)))
  if #command > 1 then
    health.info('it is started with: ' .. table.concat(command, ' '))
  end
  local clients = vim.lsp.get_clients({ name = 'getcode' })
  if #clients > 0 then
    health.ok(('it runs for %d buffer(s)'):format(vim.tbl_count(clients[1].attached_buffers)))
  else
    health.info('it does not run now; it starts with the first file of a type that it knows')
  end
  health.info('its log: ' .. vim.lsp.get_log_path())
  return true
end

--- One stretch of the way to the service, as `getcode-lsp doctor --json` tells it.
---@class getcode.Hop
---@field name string
---@field ok boolean
---@field says string
---@field next string

--- The service and the key, as the server's own `doctor` finds them; it never shows the key.
local function check_service()
  health.start('Service and key')
  local arguments = { 'doctor', '--json' }
  if vim.tbl_get(vim.lsp.config.getcode or {}, 'settings', 'getcode', 'service') == 'local' then
    table.insert(arguments, '--local')
  end
  local result = output(arguments, 60)
  if not result or result.code == 124 then
    return health.warn('getcode-lsp doctor did not come to an end within 60 s')
  end
  local ok, found = pcall(vim.json.decode, result.stdout)
  if not ok or type(found) ~= 'table' or type(found.hops) ~= 'table' then
    return health.error('getcode-lsp doctor failed: ' .. program.words(result))
  end
  for _, hop in
    ipairs(found.hops --[[@as getcode.Hop[] ]])
  do
    local words = ('%s: %s'):format(hop.name, hop.says)
    if hop.ok then
      health.ok(words)
    else
      health.error(words, hop.next ~= '' and hop.next or nil)
    end
  end
end

--- Check everything that has to be there.
function M.check()
  check_neovim()
  if check_server() then
    check_service()
  end
end

return M
