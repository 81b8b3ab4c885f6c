"""`alembic.autogenerate.render`: what renderers of a project call."""

from alembic.autogenerate import _dispatch
from alembic.autogenerate._dispatch import renderers


def _lines(autogen_context, operation):
    return _dispatch._render_own(operation, autogen_context.imports, autogen_context._has_batch)


def _own(autogen_context, operation):
    """Alembic's own renderer of an operation: one text, or several lines."""
    lines = _lines(autogen_context, operation)
    return lines[0] if len(lines) == 1 else lines


_add_table = _own
_drop_table = _own
_add_index = _own
_drop_index = _own
_add_unique_constraint = _own
_add_fk_constraint = _own
_add_check_constraint = _own
_drop_constraint = _own
_add_column = _own
_drop_column = _own
_alter_column = _own
_execute_sql = _own
_render_create_table_comment = _own
_render_drop_table_comment = _own


def _render_modify_table(autogen_context, operation):
    return _lines(autogen_context, operation)


def render_op(autogen_context, op):
    from alembic.util import to_list

    return to_list(renderers.dispatch(op)(autogen_context, op))


def render_op_text(autogen_context, op):
    return "\n".join(render_op(autogen_context, op))


def _repr_type(type_, autogen_context, _skip_variants=False):
    if _skip_variants:
        from _alembic_packages import unsupported

        unsupported("`alembic.autogenerate.render._repr_type(_skip_variants=True)`")
    return _dispatch._render_type(type_, autogen_context.imports)


def _render_gen_name(autogen_context, name):
    from sqlalchemy.sql.elements import conv

    if isinstance(name, conv):
        return _f_name(_alembic_autogenerate_prefix(autogen_context), name)
    return name


class _f_name:
    def __init__(self, prefix, name):
        self.prefix = prefix
        self.name = name

    def __repr__(self):
        return "%sf(%r)" % (self.prefix, str(self.name))


def _ident(name):
    return None if name is None else str(name)


def _sqlalchemy_autogenerate_prefix(autogen_context):
    return autogen_context.opts["sqlalchemy_module_prefix"] or ""


def _alembic_autogenerate_prefix(autogen_context):
    if autogen_context._has_batch:
        return "batch_op."
    return autogen_context.opts["alembic_module_prefix"] or ""


def _user_autogenerate_prefix(autogen_context, target):
    prefix = autogen_context.opts["user_module_prefix"]
    return f"{target.__module__}." if prefix is None else prefix


def _indent(text):
    import re

    text = re.compile(r"^", re.M).sub("    ", text).strip()
    return re.compile(r" +$", re.M).sub("", text)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    from _alembic_packages import unsupported

    unsupported(f"`alembic.autogenerate.render.{name}`")
