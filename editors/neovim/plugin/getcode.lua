if vim.g.loaded_getcode then
  return
end
vim.g.loaded_getcode = true

vim.api.nvim_create_user_command('GetCodeGenerate', function(opts)
  require('getcode').generate(opts)
end, { range = true, desc = 'Generate code from the comment at the cursor' })

vim.api.nvim_create_user_command('GetCodeImprove', function(opts)
  require('getcode').improve(opts)
end, { range = true, desc = 'Improve the prompt in the comment at the cursor' })

vim.api.nvim_create_user_command('GetCodeCancel', function(opts)
  require('getcode').cancel({ all = opts.bang })
end, { bang = true, desc = 'Stop what is being generated in this buffer, with ! in all buffers' })
