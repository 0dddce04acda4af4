package dev.cupel.server.project;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether an option is in an answer: a question to each room that stores some, for schemas that lose options. */
public interface OptionsInUse {
    /**
     * @param question by its number in the project
     * @param option by its number in the question
     * @param id of the option, as answers name it that are stored whole
     */
    boolean inUse(long project, short question, short option, String id);

    /**
     * The same for tables that store answers in columns (see {@link SchemaCodes.Stored}). Where the whole answer is stored, an option counts as used
     * if its id is any value in it: rather kept once too often.
     */
    static boolean in(JdbcClient sql, List<String> tables, long project, short question, short option, String id) {
        return tables.stream()
                .anyMatch(table -> sql.sql("select exists (select 1 from " + table + """
                 where project_id = :project and question = :question
                  and (option = :option or :option = any(options)
                       or jsonb_path_exists(value, '$.** ? (@ == $id)', jsonb_build_object('id', :id::text))))
                """)
                        .param("project", project)
                        .param("question", question)
                        .param("option", option)
                        .param("id", id)
                        .query(Boolean.class)
                        .single());
    }
}
