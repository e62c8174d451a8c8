CREATE TABLE rings (at time);
