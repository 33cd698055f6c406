-- A language server in Neovim's own process: it says what the test tells it to and keeps what it hears.
-- It speaks to the real client code of Neovim, so its handlers, undo and change tracking are the real ones.
local server = { received = {}, encoding = 'utf-16' }
_G.server = server

local CAPABILITIES = {
  textDocumentSync = { openClose = true, change = 2 },
  codeActionProvider = true,
  executeCommandProvider = { commands = { 'getcode.generate', 'getcode.cancel' } },
}

function server.cmd(dispatchers)
  server.dispatchers = dispatchers
  local closing, number = false, 0
  return {
    request = function(method, params, callback, notify_reply)
      number = number + 1
      local id, result = number, vim.NIL
      table.insert(server.received, { method = method, params = vim.deepcopy(params) })
      if method == 'initialize' then
        server.initialize = params
        local capabilities = vim.tbl_extend('force', CAPABILITIES, { positionEncoding = server.encoding })
        result = { capabilities = capabilities }
      elseif method == 'textDocument/codeAction' then
        result = server.actions or {}
      end
      local function answer()
        callback(nil, result)
        if notify_reply then
          notify_reply(id)
        end
      end
      if server.slow and method == 'initialize' then
        server.go_on = answer
      else
        vim.schedule(answer)
      end
      return true, id
    end,
    notify = function(method, params)
      table.insert(server.received, { method = method, params = vim.deepcopy(params) })
      return true
    end,
    is_closing = function()
      return closing
    end,
    terminate = function()
      closing = true
      dispatchers.on_exit(0, 0)
    end,
  }
end

-- The newest version that a didOpen or didChange named.
function server.version()
  for i = #server.received, 1, -1 do
    local document = vim.tbl_get(server.received[i], 'params', 'textDocument')
    if document and document.version then
      return document.version
    end
  end
end

-- Send an edit and return the answer, with how many didChange had come when it did.
function server.edit(uri, version, start, finish, text)
  local document = { uri = uri, version = version }
  local range = {
    start = { line = start[1], character = start[2] },
    ['end'] = { line = finish[1], character = finish[2] },
  }
  local edit = { documentChanges = { { textDocument = document, edits = { { range = range, newText = text } } } } }
  local answer
  coroutine.wrap(function()
    answer = server.dispatchers.server_request('workspace/applyEdit', { edit = edit })
  end)()
  return answer
end

-- Show a message with buttons; the button that was pressed will be in `server.pressed`.
function server.ask(message, ...)
  local actions = vim.tbl_map(function(title)
    return { title = title }
  end, { ... })
  coroutine.wrap(function()
    local params = { type = 2, message = message, actions = actions }
    server.pressed = server.dispatchers.server_request('window/showMessageRequest', params)
  end)()
end

function server.progress(token, kind)
  server.dispatchers.notification('$/progress', { token = token, value = { kind = kind, title = 'GetCode' } })
end
