"""`Rewriter`: functions that replace operations of a generated script."""

from alembic.operations import ops


class Rewriter:
    _chained = ()

    def __init__(self):
        self._functions = {}

    def chain(self, other):
        chained = type(self).__new__(type(self))
        chained.__dict__.update(self.__dict__)
        chained._chained = self._chained + (other,)
        return chained

    def rewrites(self, operator):
        classes = operator if isinstance(operator, (list, tuple)) else [operator]

        def register(function):
            for cls in classes:
                if cls in self._functions:
                    raise ValueError("key conflict: %s" % ((cls, "default"),))
                self._functions[cls] = function
            return function

        return register

    def _function_for(self, directive):
        for cls in type(directive).__mro__:
            if cls in self._functions:
                return self._functions[cls]
        return None

    def _rewritten(self, context, revision, directive):
        function = self._function_for(directive)
        if function is None or self in directive._mutations:
            return [directive]
        answer = function(context, revision, directive)
        if answer is None:
            answer = []
        elif not isinstance(answer, (list, tuple)):
            answer = list(answer) if hasattr(answer, "__iter__") else [answer]
        for one in answer:
            one._mutations = one._mutations.union([self])
        return list(answer)

    def __call__(self, context, revision, directives):
        self.process_revision_directives(context, revision, directives)
        for other in self._chained:
            other(context, revision, directives)

    def process_revision_directives(self, context, revision, directives):
        self._traverse_list(context, revision, directives)

    def _traverse_list(self, context, revision, directives):
        found = []
        for directive in directives:
            found.extend(self._traverse(context, revision, directive))
        directives[:] = found

    def _traverse(self, context, revision, directive):
        directives = self._rewritten(context, revision, directive)
        for one in directives:
            if isinstance(one, ops.MigrationScript):
                one.upgrade_ops = [
                    self._single(context, revision, inner, "UpgradeOps")
                    for inner in one.upgrade_ops_list
                ]
                one.downgrade_ops = [
                    self._single(context, revision, inner, "DowngradeOps")
                    for inner in one.downgrade_ops_list
                ]
            elif isinstance(one, ops.OpContainer):
                self._traverse_list(context, revision, one.ops)
        return directives

    def _single(self, context, revision, inner, kind):
        found = self._traverse(context, revision, inner)
        if len(found) != 1:
            raise ValueError("Can only return single object for %s traverse" % kind)
        return found[0]
