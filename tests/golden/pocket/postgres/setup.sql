-- Makes the role of the service, which reads and writes rows, while the tables belong to that of the
-- migrator. It runs at every start, and then changes nothing but a password that is another now.
\set ON_ERROR_STOP on
\getenv role POSTGRES_SERVICE_USER
\getenv password POSTGRES_SERVICE_PASSWORD
\getenv owner POSTGRES_USER

SELECT format('CREATE ROLE %I', :'role')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role'::name) \gexec
ALTER ROLE :"role" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD :'password';

-- Tables that are there, and those that revisions are yet to make.
GRANT USAGE ON SCHEMA public TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"role";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :"role";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"role";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT USAGE ON SEQUENCES TO :"role";
