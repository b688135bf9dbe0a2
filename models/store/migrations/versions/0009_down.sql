DROP TABLE department_cell;
