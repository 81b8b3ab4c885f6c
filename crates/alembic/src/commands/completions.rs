//! `alembic completions`: a script that makes a shell complete commands, options and revisions.

use alembic_script::Failure;
use alembic_script::revision_map::Symbol;
use clap::CommandFactory;
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::console::write_stdout;
use crate::context::Context;

/// Prints the script.
pub(super) fn run(shell: Shell) {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "alembic", &mut out);
    write_stdout(&String::from_utf8_lossy(&out));
    write_stdout(match shell {
        Shell::Bash => BASH,
        Shell::Fish => FISH,
        Shell::Zsh => ZSH,
        _ => "",
    });
}

/// `<symbol> TAB <what it is>`: symbols, labels and identifiers, newest first.
pub(super) fn revisions(context: &Context) -> Result<(), Failure> {
    let script = context.script()?;
    let map = script.map()?;
    let mut out = String::from(
        "head\tthe newest revision\nheads\tthe newest revisions of all branches\nbase\tbefore the first revision\n",
    );
    for index in script.walk_revisions(&Symbol::one("base"), &Symbol::one("heads"))? {
        let revision = map.revision(index);
        let doc = revision.doc().replace(['\t', '\n'], " ");
        for label in &revision.own_branch_labels {
            out += &format!("{label}@head\tbranch {label}\n");
        }
        out += &format!("{}\t{doc}\n", revision.id);
    }
    write_stdout(&out);
    Ok(())
}

const BASH: &str = r#"
_alembic_and_revisions() {
    _alembic "$@"
    local cur="${COMP_WORDS[COMP_CWORD]}" word
    [[ "$cur" == -* ]] && return
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case "$word" in
            upgrade|downgrade|stamp|show|edit|merge)
                [[ -z "$cur" ]] && COMPREPLY=()
                COMPREPLY+=( $(compgen -W "$("${COMP_WORDS[0]}" completions --revisions 2>/dev/null | cut -f1)" -- "$cur") )
                return
                ;;
        esac
    done
}
complete -F _alembic_and_revisions -o nosort -o bashdefault -o default alembic 2>/dev/null ||
    complete -F _alembic_and_revisions -o bashdefault -o default alembic
"#;

const FISH: &str = r#"
complete -c alembic -l engine -x -a "auto native worker"
complete -c alembic -n "__fish_alembic_using_subcommand completions" -f -a "bash elvish fish powershell zsh"
complete -c alembic -n "__fish_alembic_using_subcommand upgrade downgrade stamp show edit merge" -f -k -a "(alembic completions --revisions 2>/dev/null)"
"#;

const ZSH: &str = r#"
_alembic_and_revisions() {
    local word
    for word in ${words[2,CURRENT-1]}; do
        case $word in
            upgrade|downgrade|stamp|show|edit|merge)
                if [[ ${words[CURRENT]} != -* ]]; then
                    local -a known
                    known=(${(f)"$(${words[1]} completions --revisions 2>/dev/null | sed 's/:/\\:/g; s/\t/:/')"})
                    _describe -V revision known
                    return
                fi
                ;;
        esac
    done
    _alembic "$@"
}
compdef _alembic_and_revisions alembic
"#;
