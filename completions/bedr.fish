complete --keep-order --exclusive --command bedr --arguments "(BEDR_COMPLETE=fish bedr -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
