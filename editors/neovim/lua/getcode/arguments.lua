--- The arguments of `:GetCodeGenerate`, as in `type=chart lang=vue`, and their completion.
local M = {}

-- stylua: ignore
local CHOICES = {
  type = { 'website', 'chart', 'api', 'email', 'pdf', 'excel', 'word', 'powerpoint', 'video', 'image' },
  lang = { 'auto', 'html', 'react', 'vue', 'typescript', 'python', 'nodejs', 'php' },
  into = { 'below', 'replace', 'new' },
}
local MEMBERS = { type = 'outputType', lang = 'language', into = 'into' }

--- The members of the command's argument that the words stand for; or what is wrong with them.
---@param words string[]
---@return table<string, string>? members
---@return string? problem
function M.parse(words)
  local members = {}
  for _, word in ipairs(words) do
    local name, value = word:match('^(%w+)=(.*)$')
    local choices = CHOICES[name]
    if not choices then
      return nil, ("'%s' is not understood; give %s."):format(word, table.concat(M.names(), ', '))
    elseif not vim.list_contains(choices, value) then
      return nil, ('%s must be one of %s.'):format(name, table.concat(choices, ', '))
    end
    members[MEMBERS[name]] = value
  end
  return members
end

--- `type=`, `lang=`, `into=`.
---@return string[]
function M.names()
  local names = {}
  for name in vim.spairs(CHOICES) do
    table.insert(names, name .. '=')
  end
  return names
end

--- Complete one word of the command line; a name that stands there already is not offered again.
---@param lead string
---@param line string
---@return string[]
function M.complete(lead, line)
  local name = lead:match('^(%w+)=')
  local offers = {}
  if CHOICES[name] then
    for _, choice in ipairs(CHOICES[name]) do
      table.insert(offers, name .. '=' .. choice)
    end
  else
    for _, offer in ipairs(M.names()) do
      if not line:find('%s' .. offer) then
        table.insert(offers, offer)
      end
    end
  end
  return vim.tbl_filter(function(offer)
    return vim.startswith(offer, lead)
  end, offers)
end

return M
