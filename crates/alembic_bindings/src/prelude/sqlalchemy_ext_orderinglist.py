"""Ordering lists: a collection class of relationships."""


class OrderingList(list):
    pass


def ordering_list(*args, **kwargs):
    return OrderingList


def count_from_0(index, collection):
    return index


def count_from_1(index, collection):
    return index + 1
