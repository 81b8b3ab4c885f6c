"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
% if author:
Author: ${author}
% endif
"""
from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

<%!
    def upper(text):
        return text.upper()
%>
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}
TITLE = "${message | upper}"
<% tables = sorted(table_names) %>
# ${len(tables)} tables: ${", ".join(tables)}

def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
