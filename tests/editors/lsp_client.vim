" The least of a language client for Vim: its own lsp channels (:help language-server-protocol), listener_add().
" g:late = 1 holds what listeners tell until the user's next key, as vim-lsp does. g:versioned = 0 is a client that
" takes `changes` and compares nothing; else versions are compared. g:client_name is what it says it is.
set nocompatible hidden noswapfile nomore shortmess+=I encoding=utf-8 fileformats=unix,dos nofixendofline
let g:trace = []
let s:ready = 0
let s:changed = 0

func s:Send(message) abort
  let body = json_encode(extend({'jsonrpc': '2.0'}, a:message))
  call add(g:trace, '--> ' .. body)
  call ch_sendraw(s:channel, "Content-Length: " .. len(body) .. "\r\n\r\n" .. body)
endfunc

func s:Received(channel, message) abort
  call add(g:trace, '<-- ' .. json_encode(a:message))
  let method = get(a:message, 'method', '')
  if method ==# 'workspace/applyEdit'
    call s:Apply(a:message)
  elseif method ==# 'workspace/configuration'
    call s:Send({'id': a:message.id, 'result': [get(g:, 'getcode', v:null)]})
  elseif method ==# 'window/showMessage' || method ==# 'window/logMessage'
    echomsg a:message.params.message
  elseif has_key(a:message, 'id') && method !=# ''
    call s:Send({'id': a:message.id, 'result': v:null})
  elseif has_key(a:message, 'id')
    call s:Answered(a:message)
  endif
endfunc

func s:Apply(message) abort
  let edit = a:message.params.edit
  if get(g:, 'versioned', 1) && edit.documentChanges[0].textDocument.version != b:changedtick
    call s:Send({'id': a:message.id, 'result': {'applied': v:false}})
    return
  endif
  for one in get(g:, 'versioned', 1) ? edit.documentChanges[0].edits : edit.changes[s:Uri()]
    call s:Replace(one)
  endfor
  call s:Send({'id': a:message.id, 'result': {'applied': v:true}})
endfunc

" An edit as whole lines: the text before it, its own, and what follows.
func s:Replace(edit) abort
  let [first, last] = [a:edit.range.start.line, a:edit.range.end.line]
  let lines = getline(first + 1, last + 1)
  let head = s:Part(get(lines, 0, ''), 0, a:edit.range.start.character)
  let tail = s:Part(get(lines, -1, ''), a:edit.range.end.character, -1)
  let new = split(head .. substitute(a:edit.newText, '\r\n\?', '\n', 'g') .. tail, '\n', 1)
  let cursor = getcurpos()
  if len(new) > len(lines)
    call append(first + len(lines), new[len(lines):])
    if cursor[1] > last + 1
      let cursor[1] += len(new) - len(lines)
    endif
  endif
  call setline(first + 1, new[: len(lines) - 1])
  call setpos('.', cursor)
endfunc

" A part of a line between two places counted in UTF-16.
func s:Part(line, start, end) abort
  let [at, part] = [0, '']
  for character in split(a:line, '\zs')
    if at >= a:start && (a:end < 0 || at < a:end)
      let part ..= character
    endif
    let at += char2nr(character) > 0xffff ? 2 : 1
  endfor
  return part
endfunc

func s:Utf16(text) abort
  let units = 0
  for character in split(a:text, '\zs')
    let units += char2nr(character) > 0xffff ? 2 : 1
  endfor
  return units
endfunc

" Vim tells of lines, and the text of all of them is at hand: one change of whole lines each time.
func s:Changed(buffer, start, end, added, changes) abort
  let s:changed = 1
  if !get(g:, 'late', 0)
    call s:Tell()
  endif
endfunc

func s:Tell() abort
  if !s:changed || !s:ready
    return
  endif
  let s:changed = 0
  let text = join(getline(1, '$'), s:Break()) .. (&endofline ? s:Break() : '')
  call s:Send({'method': 'textDocument/didChange', 'params': {
        \ 'textDocument': {'uri': s:Uri(), 'version': b:changedtick}, 'contentChanges': [{'text': text}]}})
endfunc

func s:Break() abort
  return &fileformat ==# 'dos' ? "\r\n" : "\n"
endfunc

func s:Uri() abort
  return 'file://' .. expand('%:p')
endfunc

func s:Answered(message) abort
  if a:message.id == 1
    call s:Send({'method': 'initialized', 'params': {}})
    let text = join(getline(1, '$'), s:Break()) .. (&endofline ? s:Break() : '')
    call s:Send({'method': 'textDocument/didOpen', 'params': {'textDocument': {
          \ 'uri': s:Uri(), 'languageId': &filetype, 'version': b:changedtick, 'text': text}}})
    call listener_add(function('s:Changed'), bufnr())
    let s:ready = 1
  elseif a:message.id == 2
    let s:actions = a:message.result
    for action in s:actions
      if action.kind ==# s:kind
        call s:Send({'id': 3, 'method': 'workspace/executeCommand', 'params': {
              \ 'command': action.command.command, 'arguments': action.command.arguments}})
      endif
    endfor
  endif
endfunc

func s:Start() abort
  let s:job = job_start([$GETCODE_TEST_SERVER], {'mode': 'lsp', 'callback': function('s:Received'), 'err_io': 'null'})
  let s:channel = job_getchannel(s:job)
  call s:Send({'id': 1, 'method': 'initialize', 'params': {
        \ 'processId': getpid(), 'clientInfo': {'name': get(g:, 'client_name', 'Vim')}, 'rootUri': v:null,
        \ 'capabilities': {'workspace': {'applyEdit': v:true, 'configuration': v:true,
        \   'workspaceEdit': {'documentChanges': get(g:, 'versioned', 1) ? v:true : v:false}},
        \   'textDocument': {'codeAction': {'codeActionLiteralSupport': {'codeActionKind': {'valueSet': []}}}}}}})
endfunc

func GetCodeTestConnected() abort
  return s:ready
endfunc

func GetCodeTestAction(kind) abort
  call listener_flush()
  call s:Tell()
  let s:kind = a:kind
  let place = {'line': line('.') - 1, 'character': s:Utf16(strpart(getline('.'), 0, col('.') - 1))}
  call s:Send({'id': 2, 'method': 'textDocument/codeAction', 'params': {
        \ 'textDocument': {'uri': s:Uri()}, 'range': {'start': place, 'end': place}, 'context': {'diagnostics': []}}})
  return 1
endfunc

augroup getcode_test
  autocmd BufReadPost * call s:Start()
  autocmd TextChanged,TextChangedI,CursorMoved,CursorMovedI * call listener_flush() | call s:Tell()
augroup END
