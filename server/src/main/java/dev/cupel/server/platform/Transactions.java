package dev.cupel.server.platform;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Transactions whose failures tell what happened first. */
@Configuration(proxyBeanMethods = false)
class Transactions {
    @Bean
    JdbcTransactionManager transactionManager(DataSource dataSource) {
        return new Manager(dataSource);
    }

    private static final class Manager extends JdbcTransactionManager {
        private static final long serialVersionUID = 1L;

        Manager(DataSource dataSource) {
            super(dataSource);
        }

        /**
         * Where the connection is gone the database has rolled back already. That it cannot be told to would hide why the
         * connection went, and is logged with sixty lines each time.
         */
        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            try {
                super.doRollback(status);
            } catch (RuntimeException failed) {
                if (DatabaseTrouble.of(failed) == null) {
                    throw failed;
                }
            }
        }
    }
}
