package dev.cupel.server.backup;

import dev.cupel.server.backup.Manifest.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is in the schema that is searched first; extensions and what belongs to them is not looked at. */
final class Catalogue {
    /** Made by a restore that has not ended. */
    static final String MARK = "unfinished_restore";

    static final String HISTORY = "flyway_schema_history";

    /**
     * What opens a door once or for a while, and the delays of those who guessed: a file that somebody finds next year must open none of
     * them, and a session that was ended since must not be open again.
     */
    static final Set<String> LEFT_OUT = Set.of(
            "login_session",
            "password_reset",
            "email_change",
            "mail",
            "provider_attempt",
            "newcomer",
            "sign_in_attempt");

    /** Types whose binary form has been the same in every PostgreSQL since 10, whatever the machine. */
    private static final Set<String> PLAIN =
            Set.of("bytea", "uuid", "text", "boolean", "smallint", "integer", "bigint", "timestamp with time zone");

    private static final String HERE = " n.nspname = current_schema() and not exists"
            + " (select 1 from pg_depend d where d.objid = %s.oid and d.deptype = 'e') ";

    private Catalogue() {}

    /** A statement that makes something again which {@link #drop} has removed. */
    record Removable(String drop, String make) {}

    /** @return names of tables; of one that is partitioned the whole only */
    static List<String> tables(Connection connection) throws SQLException {
        return strings(
                connection,
                "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where"
                        + HERE.formatted("c") + "and c.relkind in ('r', 'p') and not c.relispartition order by 1");
    }

    /** @return whether rows can be taken as if they had always been there, which partitioned tables do not do */
    static boolean freezes(Connection connection, String table) throws SQLException {
        return !strings(
                        connection,
                        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where"
                                + HERE.formatted("c") + "and c.relkind = 'r' and c.relname = ?",
                        table)
                .isEmpty();
    }

    /** Columns by table, in their order, without those that the database generates from others. */
    static Map<String, List<Column>> columns(Connection connection) throws SQLException {
        Map<String, List<Column>> columns = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("""
                        select c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
                        where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition
                          and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                        order by c.relname, a.attnum
                        """);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                columns.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                        .add(new Column(row.getString(2), row.getString(3)));
            }
        }
        return columns;
    }

    static List<String> sequences(Connection connection) throws SQLException {
        return strings(
                connection,
                "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where"
                        + HERE.formatted("c") + "and c.relkind = 'S' order by 1");
    }

    /** Foreign keys, which rows in any order would break. */
    static List<Removable> foreignKeys(Connection connection) throws SQLException {
        return removables(connection, """
                select format('alter table %I drop constraint %I', c.relname, k.conname),
                       format('alter table %I add constraint %I %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
                from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = current_schema() and k.contype = 'f' and k.conparentid = 0
                order by c.relname, k.conname
                """);
    }

    /** Indexes that no constraint needs: made once for all rows they cost less than row by row. */
    static List<Removable> indexes(Connection connection) throws SQLException {
        return removables(connection, """
                select format('drop index %I', x.relname), pg_get_indexdef(i.indexrelid)
                from pg_index i join pg_class x on x.oid = i.indexrelid join pg_class c on c.oid = i.indrelid
                    join pg_namespace n on n.oid = x.relnamespace
                where n.nspname = current_schema() and x.relkind = 'i' and c.relkind = 'r' and not c.relispartition
                  and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)
                order by x.relname
                """);
    }

    private static List<Removable> removables(Connection connection, String query) throws SQLException {
        List<Removable> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(new Removable(row.getString(1), row.getString(2)));
            }
        }
        return found;
    }

    /** @return statements that remove all there is, in an order that works */
    static List<String> removals(Connection connection) throws SQLException {
        List<String> statements = new ArrayList<>();
        statements.addAll(strings(connection, """
                select format('drop %s if exists %I cascade',
                              case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
                                             else 'table' end, c.relname)
                from pg_class c join pg_namespace n on n.oid = c.relnamespace where
                """ + HERE.formatted("c") + """
                  and c.relkind in ('r', 'p', 'v', 'm', 'S') and not c.relispartition
                order by position(c.relkind::text in 'vmrpS')
                """));
        statements.addAll(strings(connection, """
                select format('drop routine if exists %s cascade', p.oid::regprocedure)
                from pg_proc p join pg_namespace n on n.oid = p.pronamespace where
                """ + HERE.formatted("p")));
        statements.addAll(strings(connection, """
                select format('drop type if exists %I cascade', t.typname)
                from pg_type t join pg_namespace n on n.oid = t.typnamespace where
                """ + HERE.formatted("t") + "and t.typtype in ('e', 'd')"));
        return statements;
    }

    /** Things somebody put into the schema: tables and what is like them, functions, types. */
    static List<String> contents(Connection connection) throws SQLException {
        return strings(
                connection,
                """
                select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where
                """ + HERE.formatted("c") + """
                  and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
                union all select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where
                """ + HERE.formatted("p") + """
                union all select t.typname from pg_type t join pg_namespace n on n.oid = t.typnamespace where
                """ + HERE.formatted("t")
                        + "and t.typtype in ('e', 'd') order by 1");
    }

    /** Binary where bytes would double as text and nothing stands in a form that may change between versions. */
    static String form(List<Column> columns) {
        return columns.stream().anyMatch(column -> column.type().equals("bytea"))
                        && columns.stream().allMatch(column -> PLAIN.contains(column.type()))
                ? "binary"
                : "text";
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static List<String> strings(Connection connection, String query, String... parameters) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    strings.add(row.getString(1));
                }
            }
        }
        return strings;
    }
}
