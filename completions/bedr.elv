
set edit:completion:arg-completer[bedr] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) BEDR_COMPLETE="elvish" bedr -- $@words) | to-lines
}

