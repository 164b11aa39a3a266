_bedr() {
    local answer candidate
    COMPREPLY=()
    if answer=$(BEDR_COMPLETE_LINE="${COMP_LINE:0:COMP_POINT}" BEDR_COMPLETE_BREAKS="$COMP_WORDBREAKS" \
        BEDR_COMPLETE=bash bedr -- bedr 2>/dev/null); then
        compopt +o default 2>/dev/null
    fi
    while IFS= read -r candidate; do
        [[ -z $candidate ]] || COMPREPLY+=("$candidate")
    done <<< "$answer"
    if [[ ${COMPREPLY-} == *[=/:] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o bashdefault -o default -F _bedr bedr
