// What the journey through a year is about.

export const YEAR = 2014;
export const CYCLE = '/cycles/2';
export const CATEGORIES = ['审查业务类', '直属单位社会团体类', '综合管理类'];
export const SCHEME = '基层党组织晋位升级考评方案';
export const OWN = '离退休干部部党委'; // where the organisation's secretary works
export const DECIDED = '机械发明审查部党委'; // whose grade the committee changes, and changes back
export const BUDGET = '100,000.00';
export const REVIEWERS = [1, 2, 3, 4, 5, 6, 7];
