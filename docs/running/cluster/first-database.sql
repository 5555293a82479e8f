-- Once, on the primary, as postgres: psql -h db1 -U postgres -f first-database.sql
CREATE ROLE stayline LOGIN PASSWORD 'STAYLINE_PASSWORD';
CREATE DATABASE stayline OWNER stayline TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
