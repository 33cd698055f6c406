--- `:GetCodeLogin`: the key goes from the keyboard to `getcode-lsp login --stdin` and nowhere else.
local M = {}

---@param message string
---@param level? integer
local function say(message, level)
  require('getcode.messages').say(message, level)
end

---@param result vim.SystemCompleted
local function finished(result)
  local words = require('getcode.program').words(result)
  if result.code ~= 0 then
    return say('the key was not kept: ' .. words, vim.log.levels.ERROR)
  end
  for _, client in ipairs(vim.lsp.get_clients({ name = 'getcode' })) do
    client:exec_cmd({ title = 'Reload the key', command = 'getcode.reloadCredentials' })
  end
  say(words, vim.log.levels.INFO)
end

--- Ask for the key, unseen, and keep it.
function M.login()
  local program = require('getcode.program')
  if not program.find() then
    return say('the server is not found; see :help getcode-install.', vim.log.levels.ERROR)
  end
  -- No inputsave(): a key that is typed ahead would be put back afterwards, and so into the text.
  local ok, key = pcall(vim.fn.inputsecret, 'GetCode API key: ')
  if not ok or vim.trim(key) == '' then
    return say('no key was given.', vim.log.levels.WARN)
  end
  program.run({ 'login', '--stdin' }, vim.trim(key) .. '\n', finished)
end

return M
