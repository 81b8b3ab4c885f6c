//! Templates as Mako renders them, and as the programs that this crate makes of them.
//!
//! Runs only if `ALEMBIC_RS_REFERENCE` is the path of a virtual environment with Alembic 1.20.1.
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::path::Path;
use std::process::Command;

use alembic_script::Template;

const TRICKY: &str = r#"<%!
import re
import textwrap  # %> is not the end in a comment? it is not tested
%>\
## a comment
  ## another
<%doc>not here
</%doc>
% if upgrades:
yes ${upgrades | trim}
  % for i in range(2):
 line ${i} ${"}" + '{' + str({'a': 1}['a'])} ${[x | 1 for x in (2,)]}
  % endfor
% elif message:
no
% else:
never
% endif
%% percent at the start
100% in the middle \
continued
<%text>${raw} <% not code %></%text>
<%def name="twice(x)">${x}${x}</%def>
<%
    value = """multi
    line"""
    if value:
        other = value.upper()
%>
[${other}] ${twice("z")} ${context.get("nothing", "default")} ${down_revision | comma, n}
<% inline = 1 %>${inline}
% for name in re.split(r',\s*', config.get_main_option("databases")):
${name}: ${context.get("%s_upgrades" % name, "pass")}
% endfor
"#;

#[test]
fn programs_render_like_mako() {
    let Ok(reference) = std::env::var("ALEMBIC_RS_REFERENCE") else {
        eprintln!("skipped: ALEMBIC_RS_REFERENCE is not set to a virtual environment with Alembic");
        return;
    };
    let tricky = TRICKY.replace("  # %> is not the end in a comment? it is not tested", "");
    let folder = std::env::temp_dir().join(format!("alembic-rs-templates-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let stock = |name: &str| {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../alembic/templates");
        std::fs::read_to_string(format!("{root}/{name}/script.py.mako")).unwrap()
    };
    for (name, text) in [
        ("generic", stock("generic")),
        ("multidb", stock("multidb")),
        ("tricky", tricky),
    ] {
        let template = folder.join(format!("{name}.mako"));
        let program = folder.join(format!("{name}.py"));
        std::fs::write(&template, &text).unwrap();
        let parsed = Template::parse(Path::new(name), &text).unwrap();
        std::fs::write(&program, parsed.python().unwrap()).unwrap();
        let output = Command::new(format!("{reference}/bin/python"))
            .arg(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/tests/reference/templates.py"
            ))
            .args([&template, &program])
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && text.is_empty(),
            "{name}\n{text}\n{errors}\n{}",
            parsed.python().unwrap()
        );
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn unsupported_tags_are_refused_with_their_line() {
    let error = Template::parse(Path::new("x.mako"), "a\n<%inherit file=\"y\"/>\n").unwrap_err();
    assert_eq!(error.line, 2);
    assert!(error.message.contains("<%inherit>"), "{}", error.message);
}
