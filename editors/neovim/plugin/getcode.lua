if vim.g.loaded_getcode then
  return
end
vim.g.loaded_getcode = true

---@param name string
---@param run fun(opts: vim.api.keyset.create_user_command.command_args)
---@param attributes vim.api.keyset.user_command
local function command(name, run, attributes)
  vim.api.nvim_create_user_command('GetCode' .. name, run, attributes)
end

command('Generate', function(opts)
  require('getcode').generate(opts)
end, {
  range = true,
  bang = true,
  nargs = '*',
  complete = function(...)
    return require('getcode.arguments').complete(...)
  end,
  desc = 'Generate code from the comment at the cursor, with ! into a new buffer',
})

command('Improve', function(opts)
  require('getcode').improve(opts)
end, { range = true, desc = 'Improve the prompt in the comment at the cursor' })

command('Describe', function(opts)
  require('getcode').describe(opts)
end, {
  range = true,
  nargs = '?',
  complete = 'file',
  desc = 'Replace the comment at the cursor by what is in a PDF or an image',
})

command('Cancel', function(opts)
  require('getcode').cancel({ all = opts.bang })
end, { bang = true, desc = 'Stop what is being generated in this buffer, with ! in all buffers' })

command('Regenerate', function(opts)
  require('getcode').regenerate(opts)
end, { range = true, desc = 'Generate again what was generated at the cursor' })

command('Discard', function(opts)
  require('getcode').discard(opts)
end, { range = true, desc = 'Take away what was generated at the cursor' })

command('Recover', function()
  require('getcode').recover()
end, { desc = 'Show a generated text that could not be written into its buffer' })

command('Login', function()
  require('getcode').login()
end, { desc = 'Keep an API key for the service' })

for name, run in pairs({
  generate = 'Generate',
  improve = 'Improve',
  describe = 'Describe',
  cancel = 'Cancel',
  regenerate = 'Regenerate',
  discard = 'Discard',
  recover = 'Recover',
}) do
  local keys = ('<Plug>(getcode-%s)'):format(name)
  vim.keymap.set('n', keys, ('<Cmd>GetCode%s<CR>'):format(run), { desc = 'GetCode: ' .. name })
  if name ~= 'cancel' and name ~= 'recover' then
    vim.keymap.set('x', keys, (':GetCode%s<CR>'):format(run), { silent = true, desc = 'GetCode: ' .. name })
  end
end
