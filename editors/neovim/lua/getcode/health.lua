--- `:checkhealth getcode`.
local health = vim.health

local M = {}

---@param command string[]
---@param seconds number
---@return vim.SystemCompleted?
local function output(command, seconds)
  local ok, process = pcall(vim.system, command, { text = true })
  return ok and process:wait(seconds * 1000) or nil
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

---@return string[]? program
local function check_server()
  health.start('Language server')
  local program = require('getcode.login').program()
  if not program or vim.fn.executable(program[1]) == 0 then
    local name = program and program[1] or 'getcode-lsp'
    health.error(
      name .. ' is not found',
      'Install it: pipx install "getcode-lsp[serve]"; see :help getcode-install.'
    )
    return nil
  end
  local result = output(vim.list_extend(vim.list_slice(program), { '--version' }), 20)
  if not result or result.code ~= 0 then
    health.error(('%s does not run'):format(program[1]), vim.trim(result and result.stderr or ''))
    return nil
  end
  health.ok(('%s (%s)'):format(vim.trim(result.stdout), vim.fn.exepath(program[1])))
  local clients = vim.lsp.get_clients({ name = 'getcode' })
  if #clients > 0 then
    health.ok(('it runs for %d buffer(s)'):format(vim.tbl_count(clients[1].attached_buffers)))
  else
    health.info('it does not run now; it starts with the first file of a type that it knows')
  end
  return program
end

--- The service and the key, as the server's own `doctor` finds them.
---@param program string[]
local function check_service(program)
  health.start('Service and key')
  local result = output(vim.list_extend(vim.list_slice(program), { 'doctor' }), 60)
  if not result or result.code == 124 then
    health.warn('getcode-lsp doctor did not come to an end within 60 s')
    return
  end
  local said = vim.trim(result.stdout ~= '' and result.stdout or result.stderr)
  local tell = result.code == 0 and health.ok or health.error
  tell(said)
end

--- Check everything that has to be there.
function M.check()
  check_neovim()
  local program = check_server()
  if program then
    check_service(program)
  end
end

return M
