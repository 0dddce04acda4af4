package dev.cupel.server.job;

/** What a job spends its time on. Each lane has its own places on a server, so that slow ones never keep others waiting. */
public enum Lane {
    /** Computing: as many at once as cores can carry. */
    CPU,
    /** Reading and writing files and the database. */
    IO,
    /** Waiting for models that answer over a network, for minutes or hours. */
    MODEL
}
