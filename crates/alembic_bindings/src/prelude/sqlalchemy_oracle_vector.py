import dataclasses
import enum


class VectorIndexType(enum.Enum):
    HNSW = "HNSW"
    IVF = "IVF"


class VectorDistanceType(enum.Enum):
    EUCLIDEAN = "EUCLIDEAN"
    DOT = "DOT"
    COSINE = "COSINE"
    MANHATTAN = "MANHATTAN"


class VectorStorageFormat(enum.Enum):
    INT8 = "INT8"
    BINARY = "BINARY"
    FLOAT32 = "FLOAT32"
    FLOAT64 = "FLOAT64"


class VectorStorageType(enum.Enum):
    SPARSE = "SPARSE"
    DENSE = "DENSE"
