--- `:GetCodeLogin`: the key goes from the keyboard to `getcode-lsp login --stdin` and nowhere else.
local M = {}

--- The program of the server with its first arguments, as the client's configuration has it.
---@return string[]?
function M.program()
  local config = vim.lsp.config.getcode
  local cmd = config and config.cmd
  return type(cmd) == 'table' and cmd or nil
end

---@param message string
---@param level integer
local function say(message, level)
  vim.notify('GetCode: ' .. message, level)
end

--- What the program said, in one line.
---@param result vim.SystemCompleted
---@return string
local function last_words(result)
  local said = vim.trim((result.stderr or '') ~= '' and result.stderr or result.stdout or '')
  return (said:gsub('^getcode%-lsp: ', ''):gsub('%s+', ' '))
end

---@param result vim.SystemCompleted
local function finished(result)
  if result.code ~= 0 then
    return say('the key was not kept: ' .. last_words(result), vim.log.levels.ERROR)
  end
  for _, client in ipairs(vim.lsp.get_clients({ name = 'getcode' })) do
    client:exec_cmd({ title = 'Reload the key', command = 'getcode.reloadCredentials' })
  end
  say(last_words(result), vim.log.levels.INFO)
end

--- Ask for the key, unseen, and keep it.
function M.login()
  local program = M.program()
  if not program or vim.fn.executable(program[1]) == 0 then
    return say('the server is not found; see :help getcode-install.', vim.log.levels.ERROR)
  end
  -- No inputsave(): a key that is typed ahead would be put back afterwards, and so into the text.
  local ok, key = pcall(vim.fn.inputsecret, 'GetCode API key: ')
  if not ok or vim.trim(key) == '' then
    return say('no key was given.', vim.log.levels.WARN)
  end
  local command = vim.list_extend(vim.list_slice(program), { 'login', '--stdin' })
  vim.system(command, { stdin = vim.trim(key) .. '\n', text = true }, vim.schedule_wrap(finished))
end

return M
