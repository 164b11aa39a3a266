_bedr() {
    local IFS=$'\n'
    COMPREPLY=($(BEDR_COMPLETE_LINE="${COMP_LINE:0:COMP_POINT}" BEDR_COMPLETE_BREAKS="$COMP_WORDBREAKS" \
        BEDR_COMPLETE=bash bedr -- bedr 2>/dev/null))
    if [[ ${COMPREPLY-} =~ [=/:]$ ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o bashdefault -o default -F _bedr bedr
