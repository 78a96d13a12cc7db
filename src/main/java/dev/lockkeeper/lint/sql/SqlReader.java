package dev.lockkeeper.lint.sql;

/** Reads the SQL of one engine. Never throws for what the text says, however long, deep or broken it is. */
public interface SqlReader {

    Script read(String sql);
}
