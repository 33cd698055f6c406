--- The server's program: with what it is started, and its other commands, run beside the server.
local M = {}

--- The program with its first arguments, as the client's configuration has it, and the environment it gets.
---@return string[]? command nil where it is not a command (a socket) or not there
---@return string name for messages
---@return table<string, string>? environment
function M.find()
  local config = vim.lsp.config.getcode or {}
  local command = config.cmd
  if type(command) ~= 'table' then
    command = { 'getcode-lsp' } -- the server runs elsewhere; keys and kept texts are here
  end
  local there = vim.fn.executable(command[1]) == 1
  return there and command or nil, command[1], config.cmd_env
end

--- The full command of one of the program's commands.
---@param command string[] as `find` returns it
---@param arguments string[]
---@return string[]
function M.with(command, arguments)
  return vim.list_extend(vim.list_slice(command), arguments)
end

--- Run one of the program's commands and hand on how it ended; nil, and no call, where there is no program.
---@param arguments string[] without the program
---@param input string? what it reads
---@param done fun(result: vim.SystemCompleted)
---@return vim.SystemObj?
function M.run(arguments, input, done)
  local command, _, environment = M.find()
  if command then
    local options = { stdin = input, text = true, env = environment }
    return vim.system(M.with(command, arguments), options, vim.schedule_wrap(done))
  end
end

--- What a command said, in one line.
---@param result vim.SystemCompleted
---@return string
function M.words(result)
  local said = vim.trim((result.stderr or '') ~= '' and result.stderr or result.stdout or '')
  return (said:gsub('^getcode%-lsp: ', ''):gsub('%s+', ' '))
end

return M
