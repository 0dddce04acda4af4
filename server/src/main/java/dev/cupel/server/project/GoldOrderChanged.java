package dev.cupel.server.project;

/**
 * Gold is woven in from now on, or no longer: items come in another order (that of the file, or a secret one). The project's row is
 * locked, and the news heard in the same transaction.
 */
public record GoldOrderChanged(long projectId) {}
